import { readFileSync } from 'node:fs';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sampleDatabases } from '../../src/embedded/sample/tables.ts';
import { bindRun, contextOf } from '../../src/lib/exports/making/bind-run.ts';
import { loadRegistry } from '../../src/lib/exports/loading/load-registry.ts';
import type { BoundQuery } from '../../src/lib/sources/bound-query.ts';
import { bindQuery } from '../../src/lib/sources/sql-text.ts';
import { tableRows } from '../support/markdown.ts';
import { scopeOfExport } from './support/asked-runs.ts';
import { takeCompanyNames } from './support/company-databases.ts';
import { loadMillionFiches } from './support/million-fiches.ts';

/** Tables that a query reads whole because its rule is about each of their rows. */
const wholeTables: Readonly<Record<string, readonly string[]>> = {
  'canal/fiches-cloturees': ['m'],
};

const { signal } = new AbortController();
const queries = [...(await loadRegistry(null)).values()].flatMap((definition) => {
  const { id, tables, discoverSql, export: made } = definition;
  const context = contextOf(scopeOfExport(definition), signal);
  const ofTables = tables.map(({ name, sqlText }) => [id, name, bindRun(definition, sqlText ?? '', context)] as const);
  if (discoverSql === null) return ofTables;
  return [...ofTables, [id, 'discover', bindQuery(id, discoverSql, made.discoverParameters)] as const];
});

let connection: Connection;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ connection, close } = await takeCompanyNames(inject('mariadbUrl')));
  await loadMillionFiches(inject('mariadbUrl'), connection);
}, 600_000);
afterAll(() => close());

/** The tables of the company that the server would read from one end to the other. */
async function wholeReads({ statements }: BoundQuery): Promise<string[]> {
  const plans = await Promise.all(
    statements.map(({ sql, values }) => connection.query<RowDataPacket[]>(`EXPLAIN ${sql}`, [...values])),
  );
  const steps = plans.flatMap(([rows]) => rows);
  const whole = steps.filter(
    ({ type, table }) => (type === 'ALL' || type === 'index') && !String(table).startsWith('<'),
  );
  return [...new Set(whole.map(({ table }) => String(table)))];
}

it('has a million fiches to look at', async () => {
  const [[counted]] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS fiches FROM canal.main');
  expect(counted).toMatchObject({ fiches: 1_000_000 });
});

it('has the indexes that docs/operations.md asks for, and no others', () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const listed = tableRows(page).filter(([table = '']) => /^`(canal|ipvox_outband|tigo)\./.test(table));
  const asked = listed.map(([table = '', columns = '']) => [names(table)[0], names(columns).sort()]);
  const made = sampleDatabases.flatMap(({ name, tables }) =>
    tables.map((table) => [`${name}.${table.name}`, [...table.indexed].sort()]),
  );
  expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(made.filter(([, columns = []]) => columns.length > 0)));
});

function names(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

it('sees a query that no index can serve', async () => {
  const text = 'SELECT main_id FROM canal.main WHERE SUBSTR(main_dateappel, 1, 10) = :day';
  expect(await wholeReads(bindQuery('bad', text, { day: '2013-07-25' }))).toEqual(['main']);
});

it.each(queries)('%s %s reads no table whole that an index serves', async (id, _table, query) => {
  expect(await wholeReads(query)).toEqual(wholeTables[id] ?? []);
});
