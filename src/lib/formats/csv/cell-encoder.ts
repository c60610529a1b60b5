import type { ColumnKind, FileColumn } from '../../rows/column.ts';
import type { LossLog } from '../loss-log.ts';
import { dateCell, durationCell } from './date-cell.ts';
import type { Dialect } from './dialect.ts';
import type { EncodeCell } from './encode-cell.ts';
import { binaryCell, bitsCell, booleanCell } from './flag-and-binary-cells.ts';
import { numberCell } from './number-cell.ts';
import { type Refuse, refuserOf } from '../refuse.ts';
import { textCell } from './text-cell.ts';

interface CellContext {
  readonly column: FileColumn;
  /** Column number from 1. */
  readonly number: number;
  readonly dialect: Dialect;
  readonly losses: LossLog;
  readonly refuse: Refuse;
}

type MakeCell = (context: CellContext) => EncodeCell;

const textOf: MakeCell = ({ column, number, dialect, losses }) => textCell(column, number, dialect, losses);

const numberOf: MakeCell = ({ column, dialect, refuse }) => numberCell(column, dialect, refuse);

const CELLS: Readonly<Record<ColumnKind, MakeCell>> = {
  text: textOf,
  integer: numberOf,
  decimal: numberOf,
  date: ({ number, dialect, losses, refuse }) => dateCell(dialect.profile.dateFormat, number, dialect, losses, refuse),
  datetime: ({ number, dialect, losses, refuse }) =>
    dateCell(dialect.profile.dateTimeFormat, number, dialect, losses, refuse),
  duration: ({ dialect, refuse }) => durationCell(dialect, refuse),
  boolean: ({ dialect, refuse }) => booleanCell(dialect, refuse),
  binary: (context) => binaryCell(context.dialect, textOf(context), context.refuse),
};

/** The encoder of a column, chosen once from its kind and the profile; `number` counts columns from 1. */
export function cellEncoder(column: FileColumn, number: number, dialect: Dialect, losses: LossLog): EncodeCell {
  const context = { column, number, dialect, losses, refuse: refuserOf(column, number, losses) };
  if (column.bits === undefined) return CELLS[column.kind](context);
  return bitsCell(column.kind === 'binary' ? numberOf(context) : CELLS[column.kind](context));
}
