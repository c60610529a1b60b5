import type { FileColumn } from '../../rows/column.ts';
import { cellFrame } from './cell-frame.ts';
import { cellWriter } from './cell-writers.ts';
import type { ExactSum } from './exact-sum.ts';
import type { EncodedColumn } from './sheet-encoder.ts';
import type { SheetFrame } from './sheet-frame.ts';
import { writeTextCell } from './text-cell.ts';
import type { Workbook } from './workbook.ts';

/** The columns of the data rows; values of those in `sums` are added up on the way. */
export function rowColumns(
  { profile, limits, counters }: Workbook,
  columns: readonly FileColumn[],
  frame: SheetFrame,
  sums: ReadonlyMap<number, ExactSum>,
): EncodedColumn[] {
  return columns.map((column, i) => {
    const styles = { value: frame.style('value', i), text: frame.style('text', i) };
    const context = { column, frame: cellFrame(i, styles), profile, limits, counters, write: cellWriter(column) };
    const total = sums.get(i);
    return total === undefined ? context : { ...context, total };
  });
}

/** The columns of the header row. */
export function headerColumns(workbook: Workbook, columns: readonly FileColumn[], frame: SheetFrame): EncodedColumn[] {
  return columns.map(({ header }, i) => boldText(workbook, header, i, frame));
}

/** The columns of the total row: the label's as text, the others as their kind says. */
export function totalColumns(
  workbook: Workbook,
  columns: readonly FileColumn[],
  frame: SheetFrame,
  labelled: number,
): EncodedColumn[] {
  const { profile, limits, counters } = workbook;
  return columns.map((column, i) => {
    if (i === labelled) return boldText(workbook, column.header, i, frame);
    const styles = { value: frame.style('total', i), text: frame.style('header', i) };
    return { column, frame: cellFrame(i, styles), profile, limits, counters, write: cellWriter(column) };
  });
}

function boldText(
  { profile, limits, counters }: Workbook,
  header: string,
  i: number,
  frame: SheetFrame,
): EncodedColumn {
  const style = frame.style('header', i);
  const column: FileColumn = { header, kind: 'text' };
  return {
    column,
    frame: cellFrame(i, { value: style, text: style }),
    profile,
    limits,
    counters,
    write: writeTextCell,
  };
}
