import type { FileColumn } from '../../rows/column.ts';
import { refuserOf } from '../refuse.ts';
import { bitsText } from '../values/bits.ts';
import { roundDecimalText } from '../values/decimal-text.ts';
import { cellFrame, type CellStyles } from './cell-frame.ts';
import { cellWriter } from './cell-writers.ts';
import type { ExactSum } from './exact-sum.ts';
import type { EncodedColumn } from './sheet-encoder.ts';
import type { SheetFrame } from './sheet-frame.ts';
import type { Workbook } from './workbook.ts';

type Columns = readonly FileColumn[];

/** The columns of the data rows; values of those in `sums` are added up on the way. */
export function rowColumns(
  workbook: Workbook,
  columns: Columns,
  frame: SheetFrame,
  sums: ReadonlyMap<number, ExactSum>,
): EncodedColumn[] {
  return columns.map((column, i) => {
    const styles = { value: frame.style('value', i), text: frame.style('text', i) };
    const encoded = encodedColumn(workbook, column, i, styles);
    const sum = sums.get(i);
    return sum === undefined ? encoded : { ...encoded, addUp: adder(column, sum) };
  });
}

/** The columns of the header row. */
export function headerColumns(workbook: Workbook, columns: Columns, frame: SheetFrame): EncodedColumn[] {
  return columns.map((column, i) => boldText(workbook, column, i, frame));
}

/** The columns of the total row: the label's as text, the others as numbers under the column's format. */
export function totalColumns(
  workbook: Workbook,
  columns: Columns,
  frame: SheetFrame,
  labelled: number,
): EncodedColumn[] {
  return columns.map((column, i) => {
    if (i === labelled) return boldText(workbook, column, i, frame);
    const styles = { value: frame.style('total', i), text: frame.style('header', i) };
    const { bits: _, ...sum } = column;
    return encodedColumn(workbook, sum, i, styles);
  });
}

function boldText(workbook: Workbook, { header }: FileColumn, i: number, frame: SheetFrame): EncodedColumn {
  const style = frame.style('header', i);
  return encodedColumn(workbook, { header, kind: 'text' }, i, { value: style, text: style });
}

function encodedColumn(workbook: Workbook, column: FileColumn, i: number, styles: CellStyles): EncodedColumn {
  const { profile, limits, losses } = workbook;
  const refuse = refuserOf(column, i + 1, losses);
  const frame = cellFrame(i, styles);
  return { column, number: i + 1, frame, profile, limits, losses, refuse, write: cellWriter(column) };
}

/** Adds what the cell shows: the rounded value, so that the total is the sum of the rows above it. */
function adder({ bits, scale }: FileColumn, sum: ExactSum): (bytes: Buffer, start: number, end: number) => void {
  return (bytes, start, end) => {
    const text = bits === undefined ? bytes.toString('latin1', start, end) : bitsText(bytes, start, end);
    sum.add((scale === undefined ? undefined : roundDecimalText(text, scale)) ?? text);
  };
}
