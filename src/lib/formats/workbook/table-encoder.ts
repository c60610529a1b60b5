import { ProofFailed } from '../../errors/format-errors.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import type { RowCursor } from '../../rows/row-cursor.ts';
import type { LossLog } from '../loss-log.ts';
import type { AddUp } from './shown-values.ts';
import type { CellContext, TableSink, WriteCell } from './table-sink.ts';

/** A column ready to be written: how, and with what around its values. */
export interface EncodedColumn<Frame> extends CellContext<Frame> {
  readonly write: WriteCell;
  /** Sees each value, NULL and empty ones excepted, after it was written. */
  readonly addUp?: AddUp;
}

/** Number of the row that holds the titles. */
export const HEADER_ROW = 1;

/** Why the encoder stopped: it needs the next chunk, room in the sink, or a new sheet. */
export type Stop = 'chunk read' | 'sink full' | 'sheet full';

/** Hands the cells of chunks to a sheet, one after another, without decoding them. */
export class TableEncoder<Frame> {
  readonly #columns: readonly EncodedColumn<Frame>[];
  readonly #out: TableSink<Frame>;
  readonly #losses: LossLog;
  #lastRow: number;
  #row: number;
  #column = 0;
  #wholeRows = 0;
  #holdsCell = false;

  /** Rows are numbered as Excel does, from `firstRow` to `lastRow`. */
  constructor(
    columns: readonly EncodedColumn<Frame>[],
    out: TableSink<Frame>,
    losses: LossLog,
    firstRow: number,
    lastRow: number,
  ) {
    this.#columns = columns;
    this.#out = out;
    this.#losses = losses;
    this.#row = firstRow - 1;
    this.#lastRow = lastRow;
  }

  /** Number of the last row begun. */
  get row(): number {
    return this.#row;
  }

  /** Rows written from their first cell to their last, over all sheets. */
  get wholeRows(): number {
    return this.#wholeRows;
  }

  /** Writes the cells that `cursor` still holds, until something is missing; call again with the same cursor. */
  encode(cursor: RowCursor): Stop {
    while (this.#holdsCell || cursor.next()) {
      this.#holdsCell = true;
      if (this.#column === 0 && this.#row === this.#lastRow) return 'sheet full';
      if (!this.#out.hasRoomFor(cursor.end - cursor.start)) return 'sink full';
      if (this.#column === 0) this.#beginRow();
      this.#writeCell(cursor);
      this.#holdsCell = false;
      if (++this.#column === this.#columns.length) this.#endRow();
    }
    return 'chunk read';
  }

  /** Throws ProofFailed unless the chunk just read held the whole rows it announced. */
  check({ bytes, rows }: RowChunk, cursor: RowCursor, rowsBefore: number): void {
    const read = this.#wholeRows - rowsBefore;
    if (read === rows && this.#column === 0 && cursor.end <= bytes.length) return;
    throw new ProofFailed({ where: 'a chunk of rows', got: `${read} rows`, expected: `${rows} whole rows` });
  }

  /** No row is begun after the one under way. */
  endSheet(): void {
    this.#lastRow = this.#row;
  }

  /** Goes on at the top of the next sheet. */
  restart(firstRow: number, lastRow: number): void {
    this.#row = firstRow - 1;
    this.#lastRow = lastRow;
  }

  #beginRow(): void {
    this.#out.beginRow(++this.#row);
    this.#losses.row = this.#row - HEADER_ROW;
  }

  #writeCell({ bytes, start, end }: RowCursor): void {
    const column = this.#columns[this.#column];
    if (column === undefined || start === end) return;
    column.write(this.#out, bytes, start, end, column);
    column.addUp?.(bytes, start, end);
  }

  #endRow(): void {
    this.#out.endRow();
    this.#wholeRows++;
    this.#column = 0;
  }
}
