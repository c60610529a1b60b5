import type { FileColumn } from '../../rows/column.ts';
import type { LossLog } from '../loss-log.ts';
import type { Refuse } from '../refuse.ts';
import type { SheetLimits } from './sheet-limits.ts';
import type { WorkbookProfile } from './workbook-profile.ts';

/** What the rules of a cell need beside its value; `Frame` is what the format needs to know of the column. */
export interface CellContext<Frame> {
  readonly column: FileColumn;
  /** Column number from 1. */
  readonly number: number;
  readonly frame: Frame;
  readonly profile: WorkbookProfile;
  readonly limits: SheetLimits;
  readonly losses: LossLog;
  readonly refuse: Refuse;
}

/** Where the cells of a row go once it is decided what they are: a sheet of a format. Rows are numbered from 1. */
export interface TableSink<Frame> {
  beginRow(row: number): void;
  endRow(): void;
  /** Whether a value of so many bytes may follow. */
  hasRoomFor(bytes: number): boolean;
  /** UTF-8, which the sink cleans and cuts as the limits and X2 to X5 of formats.md say. */
  text(bytes: Buffer, start: number, end: number, cell: CellContext<Frame>): void;
  /** A finite number as decimal text. */
  number(bytes: Buffer, start: number, end: number, cell: CellContext<Frame>): void;
  /** Days since Excel's epoch, or of a duration. */
  serial(days: number, cell: CellContext<Frame>): void;
  boolean(value: boolean, cell: CellContext<Frame>): void;
}

/** Writes the value `bytes[start..end)`, not empty, as one cell, or nothing. */
export type WriteCell = <Frame>(
  out: TableSink<Frame>,
  bytes: Buffer,
  start: number,
  end: number,
  cell: CellContext<Frame>,
) => void;
