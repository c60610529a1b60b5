import type { FileColumn } from '../../rows/column.ts';
import { bitsText } from '../values/bits.ts';
import { decodeUtf8, isWellFormed } from '../values/utf8.ts';
import { repairUtf8InLatin1 } from '../values/windows-1252.ts';
import type { CellContext, TableSink, WriteCell } from './table-sink.ts';
import { writeDateCell, writeDurationCell } from './date-cell.ts';
import { writeBitsCell, writeNumberCell } from './number-cell.ts';

const BY_KIND: Readonly<Record<FileColumn['kind'], WriteCell>> = {
  text: writeTextCell,
  integer: writeNumberCell,
  decimal: writeNumberCell,
  date: writeDateCell,
  datetime: writeDateCell,
  duration: writeDurationCell,
  boolean: writeBooleanCell,
  binary: writeBinaryCell,
};

/** The writer of a column's cells. */
export function cellWriter(column: FileColumn): WriteCell {
  if (column.bits !== undefined && column.kind !== 'boolean') return writeBitsCell;
  if (column.repair !== undefined) return writeRepairedCell;
  return BY_KIND[column.kind];
}

function writeTextCell<F>(out: TableSink<F>, bytes: Buffer, start: number, end: number, cell: CellContext<F>): void {
  out.text(bytes, start, end, cell);
}

/** A whole number, 0 is false (formats.md C9). */
function writeBooleanCell<F>(out: TableSink<F>, bytes: Buffer, start: number, end: number, cell: CellContext<F>): void {
  const text = cell.column.bits === undefined ? bytes.toString('latin1', start, end) : bitsText(bytes, start, end);
  if (!/^-?\d+$/.test(text)) cell.refuse('text that is no whole number', '0 or 1');
  out.boolean(/[1-9]/.test(text), cell);
}

/** Bytes that are no text, under the profile's policy (C8). */
function writeBinaryCell<F>(out: TableSink<F>, bytes: Buffer, start: number, end: number, cell: CellContext<F>): void {
  const { binary } = cell.profile;
  if (binary === 'omit') return;
  if (binary !== 'utf8') {
    const text = Buffer.from(bytes.toString(binary, start, end));
    out.text(text, 0, text.length, cell);
  } else if (isWellFormed(bytes, start, end)) {
    out.text(bytes, start, end, cell);
  } else {
    cell.refuse('bytes that are no UTF-8', 'UTF-8 text');
  }
}

function writeRepairedCell<F>(
  out: TableSink<F>,
  bytes: Buffer,
  start: number,
  end: number,
  cell: CellContext<F>,
): void {
  const { text, replaced } = decodeUtf8(bytes, start, end);
  cell.losses.note('unmappable', cell.number, replaced);
  const repaired = Buffer.from(repairUtf8InLatin1(text));
  out.text(repaired, 0, repaired.length, cell);
}
