import type { FileColumn } from '../../rows/column.ts';
import type { LossLog } from '../loss-log.ts';
import { refuserOf } from '../refuse.ts';
import { cellWriter } from './cell-writers.ts';
import type { ExactSum } from './exact-sum.ts';
import type { SheetLimits } from './sheet-limits.ts';
import { writeNumberCell } from './number-cell.ts';
import { shownValuesInto } from './shown-values.ts';
import type { EncodedColumn } from './table-encoder.ts';
import type { WorkbookProfile } from './workbook-profile.ts';

/** What all the columns of a table share. */
export interface TableContext {
  readonly columns: readonly FileColumn[];
  readonly profile: WorkbookProfile;
  readonly limits: SheetLimits;
  readonly losses: LossLog;
}

/** How a format frames the cells of the column at a position from 0. */
export type FrameOf<Frame> = (column: number) => Frame;

/** The columns of the data rows; values of those in `sums` are added up on the way. */
export function rowColumns<F>(
  table: TableContext,
  frame: FrameOf<F>,
  sums: ReadonlyMap<number, ExactSum>,
): EncodedColumn<F>[] {
  return table.columns.map((column, i) => {
    const encoded = encodedColumn(table, column, i, frame(i));
    const sum = sums.get(i);
    return sum === undefined ? encoded : { ...encoded, addUp: shownValuesInto(sum, column) };
  });
}

/** The columns of the header row: all are text. */
export function headerColumns<F>(table: TableContext, frame: FrameOf<F>): EncodedColumn<F>[] {
  return table.columns.map(({ header }, i) => encodedColumn(table, { header, kind: 'text' }, i, frame(i)));
}

/** The columns of the total row: the label's as text, under the frame of a header, the sums' as numbers. */
export function totalColumns<F>(
  table: TableContext,
  labelled: number,
  labelFrame: FrameOf<F>,
  sumFrame: FrameOf<F>,
): EncodedColumn<F>[] {
  return table.columns.map((column, i) => {
    if (i === labelled) return encodedColumn(table, { header: column.header, kind: 'text' }, i, labelFrame(i));
    return { ...encodedColumn(table, column, i, sumFrame(i)), write: writeNumberCell };
  });
}

function encodedColumn<F>(table: TableContext, column: FileColumn, i: number, frame: F): EncodedColumn<F> {
  const { profile, limits, losses } = table;
  const refuse = refuserOf(column, i + 1, losses);
  return { column, number: i + 1, frame, profile, limits, losses, refuse, write: cellWriter(column) };
}
