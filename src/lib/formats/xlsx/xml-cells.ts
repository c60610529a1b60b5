import { ZERO } from '../values/ascii.ts';
import { cutText, fitsCell } from '../workbook/cut-text.ts';
import type { CellContext, TableSink } from '../workbook/table-sink.ts';
import { XmlBlock } from './xml-block.ts';
import type { CellOpening, XmlFrame } from './xml-frame.ts';
import { writeSerial } from './xml-serial.ts';
import { isPadded, writeEscaped } from './xml-text.ts';

const ROW = Buffer.from('<row r="');
const END_OF_TAG = Buffer.from('">');
const END_OF_ROW = Buffer.from('</row>');
const END_OF_TEXT = Buffer.from('</t></is></c>');
const END_OF_VALUE = Buffer.from('</v></c>');
const FALSE = ZERO;
const TRUE = ZERO + 1;
/** Digits of the number of the last row of a sheet. */
const LONGEST_NUMBER = '1048576'.length;

/** Most bytes that one byte of a value grows to. */
const GROWTH = 5;
/** What is around a value; also room for a number written out in 310 digits. */
const MARKUP = 1024;
/** Most bytes that a cell grows to: 32,767 characters, each up to five bytes as an entity. */
const LARGEST_CELL = 32_767 * GROWTH + MARKUP;

type Cell = CellContext<XmlFrame>;

/** The rows of a sheet as XML: inline strings, typed numbers, no cell for what is empty (formats.md X4 to X8). */
export class XmlCells implements TableSink<XmlFrame> {
  readonly block = new XmlBlock();
  /** The row's number, at the end of the digits. */
  readonly #digits = Buffer.alloc(LONGEST_NUMBER);
  #firstDigit = LONGEST_NUMBER;

  beginRow(row: number): void {
    this.#firstDigit = LONGEST_NUMBER;
    for (let rest = row; rest > 0; rest = Math.floor(rest / 10)) this.#digits[--this.#firstDigit] = ZERO + (rest % 10);
    this.block.literal(ROW);
    this.#writeRowNumber();
    this.block.literal(END_OF_TAG);
  }

  endRow(): void {
    this.block.literal(END_OF_ROW);
  }

  hasRoomFor(bytes: number): boolean {
    return this.block.at + Math.min(bytes * GROWTH + MARKUP, LARGEST_CELL) <= this.block.bytes.length;
  }

  text(bytes: Buffer, start: number, end: number, cell: Cell): void {
    if (fitsCell(bytes, start, end, cell)) {
      this.#text(bytes, start, end, cell);
    } else {
      const cut = cutText(bytes, start, end, cell);
      this.#text(cut, 0, cut.length, cell);
    }
  }

  number(bytes: Buffer, start: number, end: number, { frame }: Cell): void {
    this.#beginCell(frame.number);
    this.block.copy(bytes, start, end);
    this.block.literal(END_OF_VALUE);
  }

  serial(days: number, { frame }: Cell): void {
    this.#beginCell(frame.number);
    writeSerial(this.block, days);
    this.block.literal(END_OF_VALUE);
  }

  boolean(value: boolean, { frame }: Cell): void {
    this.#beginCell(frame.boolean);
    this.block.byte(value ? TRUE : FALSE);
    this.block.literal(END_OF_VALUE);
  }

  #text(bytes: Buffer, start: number, end: number, cell: Cell): void {
    const { frame } = cell;
    this.#beginCell(isPadded(bytes, start, end) ? frame.paddedText : frame.text);
    writeEscaped(this.block, bytes, start, end, cell);
    this.block.literal(END_OF_TEXT);
  }

  #beginCell(opening: CellOpening): void {
    opening.setRow(this.#digits, this.#firstDigit);
    this.block.literal(opening.bytes);
  }

  #writeRowNumber(): void {
    this.block.copy(this.#digits, this.#firstDigit, LONGEST_NUMBER);
  }
}
