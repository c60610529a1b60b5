import type { FileColumn } from '../../rows/column.ts';
import { repairUtf8InLatin1 } from '../values/windows-1252.ts';
import { type CellContext, END_OF_VALUE } from './cell-frame.ts';
import { writeDateCell, writeDurationCell } from './date-cell.ts';
import { writeBitsCell, writeNumberCell } from './number-cell.ts';
import { writeTextCell } from './text-cell.ts';
import type { XmlBlock } from './xml-block.ts';

/** Writes the value `bytes[start..end)`, not empty, as one cell, or nothing. */
export type WriteCell = (out: XmlBlock, bytes: Buffer, start: number, end: number, cell: CellContext) => void;

const BY_KIND: Readonly<Record<FileColumn['kind'], WriteCell>> = {
  text: writeTextCell,
  integer: writeNumberCell,
  decimal: writeNumberCell,
  date: writeDateCell,
  datetime: writeDateCell,
  duration: writeDurationCell,
  boolean: writeBooleanCell,
  binary: writeHexCell,
};

/** The writer of a column's cells. */
export function cellWriter(column: FileColumn): WriteCell {
  if (column.bits !== undefined && column.kind !== 'boolean') return writeBitsCell;
  if (column.repair !== undefined) return writeRepairedCell;
  return BY_KIND[column.kind];
}

const ZERO = 0x30;
const ONE = 0x31;

/** `0` and `1`, as digits or as a BIT(1), are FALSE and TRUE; anything else stays as it is. */
function writeBooleanCell(out: XmlBlock, bytes: Buffer, start: number, end: number, cell: CellContext): void {
  const byte = bytes[start] ?? 0;
  const digit = cell.column.bits === undefined ? byte : ZERO + byte;
  if (end - start > 1 || (digit !== ZERO && digit !== ONE)) {
    const writeOther = cell.column.bits === undefined ? writeNumberCell : writeBitsCell;
    writeOther(out, bytes, start, end, cell);
    return;
  }
  out.beginCell(cell.frame, cell.frame.boolean);
  out.byte(digit);
  out.literal(END_OF_VALUE);
}

function writeHexCell(out: XmlBlock, bytes: Buffer, start: number, end: number, cell: CellContext): void {
  const text = Buffer.from(bytes.toString('hex', start, end));
  writeTextCell(out, text, 0, text.length, cell);
}

function writeRepairedCell(out: XmlBlock, bytes: Buffer, start: number, end: number, cell: CellContext): void {
  const text = Buffer.from(repairUtf8InLatin1(bytes.toString('utf8', start, end)));
  writeTextCell(out, text, 0, text.length, cell);
}
