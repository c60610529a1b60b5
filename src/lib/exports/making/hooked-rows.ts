import { setImmediate } from 'node:timers/promises';
import { BadRow } from '../../errors/definition-errors.ts';
import { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { ColumnContract } from '../columns.ts';
import type { CellValue, Row } from '../query.ts';

type Transform = (row: Row) => Row | null;

/** Rows that an author's generator gives, as chunks in the contract's order. Throws BadRow for a column that is not in it. */
export async function* chunksOfRows(
  exportId: string,
  columns: readonly ColumnContract[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<RowChunk> {
  const builder = new RowChunkBuilder();
  for await (const row of rows) {
    appendRow(exportId, builder, columns, row);
    if (!builder.full) continue;
    yield builder.take();
    await setImmediate();
  }
  if (builder.rows > 0) yield builder.take();
}

/** Passes each row through the author's `transform`; binary columns are bytes, all others the server's text. */
export async function* transformed(
  exportId: string,
  columns: readonly ColumnContract[],
  chunks: AsyncIterable<RowChunk>,
  transform: Transform,
): AsyncGenerator<RowChunk> {
  for await (const chunk of chunks) {
    const builder = new RowChunkBuilder(chunk.bytes.length);
    for (const row of rowsOf(columns, chunk)) {
      const changed = transform(row);
      if (changed !== null) appendRow(exportId, builder, columns, changed);
    }
    if (builder.rows > 0) yield builder.take();
  }
}

function* rowsOf(columns: readonly ColumnContract[], chunk: RowChunk): Generator<Row> {
  const cursor = new RowCursor(chunk);
  for (let row = 0; row < chunk.rows; row++) {
    const cells: Record<string, CellValue> = {};
    for (const { name, kind } of columns) {
      cursor.next();
      const isBytes = kind === 'binary' && !cursor.isNull;
      cells[name] = isBytes ? Buffer.from(cursor.bytes.subarray(cursor.start, cursor.end)) : cursor.text();
    }
    yield cells;
  }
}

function appendRow(exportId: string, builder: RowChunkBuilder, columns: readonly ColumnContract[], row: Row): void {
  const strange = Object.keys(row).find((key) => !columns.some(({ name }) => name === key));
  if (strange !== undefined)
    throw badRow(exportId, `a column ${JSON.stringify(strange.slice(0, 60))}`, 'columns of the contract only');
  for (const { name } of columns) appendCell(exportId, builder, name, row[name]);
  builder.endRow();
}

function appendCell(exportId: string, builder: RowChunkBuilder, name: string, value: CellValue | undefined): void {
  switch (typeof value) {
    case 'string':
      return builder.text(value);
    case 'bigint':
      return builder.text(value.toString());
    case 'boolean':
      return builder.text(value ? '1' : '0');
    case 'number':
      if (!Number.isFinite(value)) throw badRow(exportId, `a number that is not finite in ${name}`, 'a finite number');
      return builder.text(String(value));
    case 'object':
      return value === null ? builder.null() : builder.raw(value);
    default:
      throw badRow(exportId, `no value for ${name}`, 'a value or null for each column');
  }
}

function badRow(where: string, got: string, expected: string): BadRow {
  return new BadRow({ where, got, expected });
}
