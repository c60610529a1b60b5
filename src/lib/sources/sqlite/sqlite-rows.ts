import { ResultUnusable } from '../../errors/source-errors.ts';
import type { SourceColumn } from '../../rows/column.ts';
import type { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import type { SqlScalar } from '../bound-query.ts';

/** A value as libsql gives it, with safe integers. */
export type SqliteValue = string | number | bigint | Uint8Array | null;

/** Writes one row in wire format, numbers in their shortest text as MySQL would send them. */
export function writeRow(
  where: string,
  builder: RowChunkBuilder,
  columns: readonly SourceColumn[],
  row: readonly SqliteValue[],
): void {
  for (const [index, column] of columns.entries()) {
    const value = row[index] ?? null;
    if (value === null) builder.null();
    else if (typeof value === 'string') builder.text(value);
    else if (typeof value === 'object') builder.raw(value);
    else builder.text(numberText(where, column, value));
  }
  builder.endRow();
}

/** libsql takes a JavaScript number for a REAL, and ends the process at a boolean. */
export function sqliteParameter(value: SqlScalar): SqliteValue {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function numberText(where: string, column: SourceColumn, value: number | bigint): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ResultUnusable({ where, got: `a number that is not finite in column "${column.name}"` });
  }
  const text = String(value).replace('e+', 'e');
  return column.scale === undefined || text.includes('e') ? text : padded(text, column.scale);
}

/** SQLite keeps no trailing zeros of a DECIMAL(10,2); MySQL shows them. */
function padded(text: string, scale: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  return scale === 0 && fraction === '' ? whole : `${whole}.${fraction.padEnd(scale, '0')}`;
}
