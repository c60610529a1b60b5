import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type Connection, createConnection } from 'mysql2/promise';
import { inject } from 'vitest';
import { createSampleDatabases } from '../../../src/embedded/sample/load-sample.ts';
import {
  type Call,
  callTable,
  createIndexes,
  createTable,
  type Fiche,
  ficheTable,
  type RefusedFiche,
  refusedTable,
  type Reseller,
  resellerTable,
  sampleDatabases,
  type SampleRow,
  type SampleTable,
  type TopUp,
  topUpTable,
} from '../../../src/embedded/sample/tables.ts';
import { openSource } from '../../../src/lib/sources/open-source.ts';
import type { RowSource } from '../../../src/lib/sources/row-source.ts';

/** Rows for some of the tables; columns that are left out are NULL. */
export interface Given {
  readonly fiches?: readonly Partial<Fiche>[];
  readonly refused?: readonly Partial<RefusedFiche>[];
  readonly calls?: readonly Partial<Call>[];
  readonly resellers?: readonly Partial<Reseller>[];
  readonly topUps?: readonly Partial<TopUp>[];
}

/** The company's databases, empty, on one kind of server. */
export interface CompanyDatabases {
  /** A source with these rows, in place of those that were there. */
  hold(given: Given): Promise<RowSource>;
  close(): Promise<void>;
}

/** Each kind of server that queries run on, by name. */
export const servers: readonly (readonly [server: string, make: () => Promise<CompanyDatabases>])[] = [
  ['SQLite', onSqlite],
  ['MariaDB', () => onMariadb(inject('mariadbUrl'))],
];

const tables: readonly { readonly database: string; readonly table: SampleTable; readonly part: keyof Given }[] = [
  { database: 'canal', table: ficheTable, part: 'fiches' },
  { database: 'canal', table: refusedTable, part: 'refused' },
  { database: 'ipvox_outband', table: callTable, part: 'calls' },
  { database: 'tigo', table: resellerTable, part: 'resellers' },
  { database: 'tigo', table: topUpTable, part: 'topUps' },
];

/** SQLite files, in a new folder each time. */
export async function onSqlite(): Promise<CompanyDatabases> {
  const parent = await mkdtemp(join(tmpdir(), 'bordereau-company-'));
  return {
    hold: async (given) => {
      const dir = await mkdtemp(join(parent, 'rows-'));
      for (const { name } of sampleDatabases) {
        const database = new Database(join(dir, `${name}.db`));
        database.exec('PRAGMA journal_mode = off; PRAGMA synchronous = off; BEGIN');
        for (const { table, part } of tables.filter((one) => one.database === name)) {
          database.exec([createTable(table), ...createIndexes(table)].join(';'));
          for (const cells of cellsOf(table, given[part] ?? [])) {
            database.prepare(`INSERT INTO ${table.name} VALUES (${cells.map(() => '?').join(', ')})`).run(cells);
          }
        }
        database.exec('COMMIT');
        database.close();
      }
      return openSource('company', `sqlite:${dir}`);
    },
    close: () => rm(parent, { recursive: true }),
  };
}

/** Databases of the company's names on a MariaDB server. */
export async function onMariadb(url: string): Promise<CompanyDatabases> {
  const { connection, close } = await takeCompanyNames(url);
  await createSampleDatabases(connection);
  return {
    hold: async (given) => {
      for (const { database, table, part } of tables) {
        await connection.query(`DELETE FROM ${database}.${table.name}`);
        const cells = cellsOf(table, given[part] ?? []);
        if (cells.length > 0) await connection.query(`INSERT INTO ${database}.${table.name} VALUES ?`, [cells]);
      }
      return openSource('company', `${url}/canal`);
    },
    close,
  };
}

/** Queries name their databases, so test files take turns: a lock is held until `close`, which drops the databases. */
export async function takeCompanyNames(url: string): Promise<{ connection: Connection; close: () => Promise<void> }> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  await connection.query("SELECT GET_LOCK('the databases of the company', 300)");
  const close = async (): Promise<void> => {
    for (const { name } of sampleDatabases) await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.end();
  };
  return { connection, close };
}

/** Rows as lists of cells, numbered from 1 where they have no primary key. */
function cellsOf(table: SampleTable, rows: readonly Partial<SampleRow>[]): (string | number | null)[][] {
  const [[key] = ['']] = table.columns;
  return rows.map((row, at) => table.columns.map(([name]) => row[name] ?? (name === key ? at + 1 : null)));
}
