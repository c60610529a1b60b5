import type { RowCursor } from '../../rows/row-cursor.ts';
import type { LossLog } from '../loss-log.ts';
import type { CellContext } from './cell-frame.ts';
import type { WriteCell } from './cell-writers.ts';
import type { XmlBlock } from './xml-block.ts';

/** A column ready to be written: how, and with what around its values. */
export interface EncodedColumn extends CellContext {
  readonly write: WriteCell;
  /** Sees each value, NULL and empty ones excepted, after it was written. */
  readonly addUp?: (bytes: Buffer, start: number, end: number) => void;
}

/** Most bytes that a cell grows to: 32,767 characters, each up to five bytes as an entity, and the markup around. */
const LARGEST_CELL = 32_767 * 5 + 1024;
/** Most bytes that one byte of a value grows to, and what is around it; a number may be written out in 310 digits. */
const GROWTH = 5;
const MARKUP = 1024;

/** Number of the row that holds the titles. */
export const HEADER_ROW = 1;

/** Why the encoder stopped: it needs the next chunk, a new block, or a new sheet. */
export type Stop = 'chunk read' | 'block full' | 'sheet full';

/** Turns the rows of chunks into the rows of one sheet's XML, cell by cell, without decoding them. */
export class SheetEncoder {
  readonly #columns: readonly EncodedColumn[];
  readonly #out: XmlBlock;
  readonly #losses: LossLog;
  #lastRow: number;
  #row: number;
  #column = 0;
  #wholeRows = 0;
  #holdsCell = false;

  /** Rows are numbered as Excel does, from `firstRow` to `lastRow`. */
  constructor(columns: readonly EncodedColumn[], out: XmlBlock, losses: LossLog, firstRow: number, lastRow: number) {
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

  get isBetweenRows(): boolean {
    return this.#column === 0;
  }

  /** Writes the cells that `cursor` still holds, until something is missing; call again with the same cursor. */
  encode(cursor: RowCursor): Stop {
    const out = this.#out;
    while (this.#holdsCell || cursor.next()) {
      this.#holdsCell = true;
      if (this.#column === 0 && this.#row === this.#lastRow) return 'sheet full';
      if (!this.#hasRoomFor(cursor.end - cursor.start)) return 'block full';
      if (this.#column === 0) this.#beginRow();
      this.#writeCell(cursor);
      this.#holdsCell = false;
      if (++this.#column < this.#columns.length) continue;
      out.endRow();
      this.#wholeRows++;
      this.#column = 0;
    }
    return 'chunk read';
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

  #hasRoomFor(length: number): boolean {
    return this.#out.at + Math.min(length * GROWTH + MARKUP, LARGEST_CELL) <= this.#out.bytes.length;
  }

  #writeCell({ bytes, start, end }: RowCursor): void {
    const column = this.#columns[this.#column];
    if (column === undefined || start === end) return;
    column.write(this.#out, bytes, start, end, column);
    column.addUp?.(bytes, start, end);
  }
}
