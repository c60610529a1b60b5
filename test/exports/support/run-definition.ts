import { open, readFile } from 'node:fs/promises';
import type { Interval } from '../../../src/lib/calendar/interval.ts';
import { contextOf } from '../../../src/lib/exports/making/bind-run.ts';
import type { AnyExport } from '../../../src/lib/exports/definition.ts';
import { loadTables } from '../../../src/lib/exports/loading/load-tables.ts';
import { openTable } from '../../../src/lib/exports/making/open-table.ts';
import { operation } from '../../../src/lib/exports/operation.ts';
import type { RunScope } from '../../../src/lib/exports/making/run-scope.ts';
import { openCsvWriter } from '../../../src/lib/formats/csv/csv-writer.ts';
import { robot } from '../../../src/lib/formats/csv-profile.ts';
import { roundDecimalText } from '../../../src/lib/formats/values/decimal-text.ts';
import type { FileColumn } from '../../../src/lib/rows/column.ts';
import type { RowChunk } from '../../../src/lib/rows/row-chunk.ts';
import { RowCursor } from '../../../src/lib/rows/row-cursor.ts';
import type { RowSource } from '../../../src/lib/sources/row-source.ts';

/** What a run is about: an interval, or parameters. */
export type About = Interval | { readonly params: Readonly<Record<string, string>> };

/** What an export gives for an interval: the columns of its file and the rows as the source sent them. */
export interface Result {
  readonly columns: readonly FileColumn[];
  readonly chunks: readonly RowChunk[];
}

/** Rows by the titles of the file; numbers rounded as the contract says. */
export type TitledRow = Readonly<Record<string, string | null>>;

const noOperation = operation({ title: '', zone: 'UTC', locale: 'fr', sources: [], targets: {}, settings: {} });

/**
 * Asks the query of a definition, or of one sheet of a workbook, and passes its rows through `transform`; throws when the
 * columns are not those of the contract.
 */
export async function runDefinition(made: AnyExport, source: RowSource, about: About, sheet?: string): Promise<Result> {
  const { signal } = new AbortController();
  const tables = await loadTables(made, []);
  const table = tables.find(({ name }) => sheet === undefined || name === sheet);
  if (table === undefined) throw new Error(`${made.title} has no sheet ${sheet}`);
  const definition = {
    id: made.title,
    operationId: '',
    operation: noOperation,
    export: made,
    tables,
    discoverSql: null,
    file: '',
  };
  const session = await source.open({ signal, zone: 'id' in about ? about.from.timeZoneId : 'Africa/Dakar' });
  try {
    const { columns, chunks } = await openTable(definition, table, contextOf(scopeOf(about), signal), session);
    const kept: RowChunk[] = [];
    for await (const chunk of chunks) kept.push({ bytes: Buffer.from(chunk.bytes), rows: chunk.rows });
    return { columns, chunks: kept };
  } finally {
    await session.close();
  }
}

function scopeOf(about: About): RunScope {
  if ('params' in about) return { intervalId: '', from: null, to: null, params: about.params };
  return { intervalId: about.id, from: about.from, to: about.to, params: {} };
}

/** Writes a result as a CSV file at `path` and gives its bytes. */
export async function csvOf({ columns, chunks }: Result, path: string): Promise<Buffer> {
  const file = await open(path, 'wx+');
  try {
    const writer = openCsvWriter(robot)(file, new AbortController().signal);
    await writer.openSheet({ name: 'csv', columns });
    for (const chunk of chunks) await writer.write(chunk);
    await writer.closeSheet();
    await writer.finish();
  } finally {
    await file.close();
  }
  return readFile(path);
}

/** The rows of a result by title. */
export function titledRows({ columns, chunks }: Result): TitledRow[] {
  const rows: TitledRow[] = [];
  for (const chunk of chunks) {
    const cursor = new RowCursor(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      rows.push(Object.fromEntries(columns.map((column) => [column.header, nextCell(cursor, column)])));
    }
  }
  return rows;
}

function nextCell(cursor: RowCursor, { scale }: FileColumn): string | null {
  cursor.next();
  const text = cursor.text();
  return text === null || scale === undefined ? text : (roundDecimalText(text, scale) ?? text);
}
