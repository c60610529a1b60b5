import { open, readFile } from 'node:fs/promises';
import type { Temporal } from 'temporal-polyfill';
import type { Interval } from '../../../src/lib/calendar/interval.ts';
import type { TableExport } from '../../../src/lib/exports/table-export.ts';
import { openCsvWriter } from '../../../src/lib/formats/csv/csv-writer.ts';
import { robot } from '../../../src/lib/formats/csv-profile.ts';
import { roundDecimalText } from '../../../src/lib/formats/values/decimal-text.ts';
import type { FileColumn } from '../../../src/lib/rows/column.ts';
import type { RowChunk } from '../../../src/lib/rows/row-chunk.ts';
import { RowCursor } from '../../../src/lib/rows/row-cursor.ts';
import type { RowSource } from '../../../src/lib/sources/row-source.ts';
import { bindQuery } from '../../../src/lib/sources/sql-text.ts';

/** What an export gives for an interval: the columns of its file and the rows as the source sent them. */
export interface Result {
  readonly columns: readonly FileColumn[];
  readonly chunks: readonly RowChunk[];
}

/** Rows by the titles of the file; numbers rounded as the contract says. */
export type TitledRow = Readonly<Record<string, string | null>>;

/** Runs the query of a definition on a source; throws when the columns are not those of its contract. */
export async function runDefinition(definition: TableExport, source: RowSource, interval: Interval): Promise<Result> {
  const { query } = definition;
  if (query.kind !== 'sql') throw new Error(`${definition.title} has no SQL`);
  const { signal } = new AbortController();
  const own = definition.parameters({ intervalId: interval.id, ...interval, params: {}, signal });
  const bound = bindQuery(query.path, await readFile(query.path, 'utf8'), own, always(interval));
  const session = await source.open({ signal, zone: interval.from.timeZoneId });
  try {
    const rows = await session.query(bound);
    const names = rows.columns.map((column) => column.name);
    const contract = definition.columns.map((column) => column.name);
    if (names.join() !== contract.join()) throw new Error(`columns ${names.join()}, expected ${contract.join()}`);
    const chunks: RowChunk[] = [];
    for await (const chunk of rows) chunks.push({ bytes: Buffer.from(chunk.bytes), rows: chunk.rows });
    return { columns: definition.columns.map((column) => fileColumn(column)), chunks };
  } finally {
    await session.close();
  }
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

function fileColumn({ name, header = name, kind = 'text', ...rest }: TableExport['columns'][number]): FileColumn {
  return { header, kind, ...rest };
}

function always({ id, from, to }: Interval): Readonly<Record<string, string>> {
  return {
    from: localText(from),
    to: localText(to),
    from_date: from.toPlainDate().toString(),
    to_date: to.toPlainDate().toString(),
    interval: id,
  };
}

function localText(time: Temporal.ZonedDateTime): string {
  return time.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}
