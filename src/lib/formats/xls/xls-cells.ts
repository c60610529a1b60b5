import { cleanText } from '../workbook/clean-text.ts';
import type { CellContext, TableSink } from '../workbook/table-sink.ts';
import type { BiffStream } from './biff-stream.ts';
import { BIFF, ROW_HAS_FORMAT } from './biff-types.ts';
import type { SharedStrings } from './shared-strings.ts';

/** Numbers of the workbook's cell formats for a column. */
export interface XlsFrame {
  readonly value: number;
  readonly text: number;
}

type Cell = CellContext<XlsFrame>;

const DEFAULT_HEIGHT = 0x00ff;
const ROW_FLAGS = 0x0100;
const DEFAULT_FORMAT = 0x0f;

/** The rows of a sheet as BIFF8 records. */
export class XlsCells implements TableSink<XlsFrame> {
  readonly #stream: BiffStream;
  readonly #strings: SharedStrings;
  readonly #columns: number;
  #row = 0;
  #rowFormat: number | undefined;

  constructor(stream: BiffStream, strings: SharedStrings, columns: number) {
    this.#stream = stream;
    this.#strings = strings;
    this.#columns = columns;
  }

  /** The next row has a cell format of its own, which tells it from the data. */
  formatNextRow(format: number): void {
    this.#rowFormat = format;
  }

  beginRow(row: number): void {
    this.#row = row - 1;
    const record = this.#stream.record(BIFF.ROW, 16);
    record.writeUInt16LE(this.#row, 0);
    record.writeUInt16LE(this.#columns, 4);
    record.writeUInt16LE(DEFAULT_HEIGHT, 6);
    record.writeUInt16LE(this.#rowFormat === undefined ? ROW_FLAGS : ROW_FLAGS | ROW_HAS_FORMAT, 12);
    record.writeUInt16LE(this.#rowFormat ?? DEFAULT_FORMAT, 14);
    this.#rowFormat = undefined;
  }

  endRow(): void {
    // A row ends where the next one begins.
  }

  /** Memory grows with the rows, whose number is bounded. */
  hasRoomFor(): boolean {
    return true;
  }

  text(bytes: Buffer, start: number, end: number, cell: Cell): void {
    const text = cleanText(bytes, start, end, cell);
    if (text === '') return;
    this.#cell(BIFF.LABELSST, 4, cell, cell.frame.text).writeUInt32LE(this.#strings.indexOf(text), 6);
  }

  number(bytes: Buffer, start: number, end: number, cell: Cell): void {
    this.serial(Number(bytes.toString('latin1', start, end)), cell);
  }

  serial(days: number, cell: Cell): void {
    this.#cell(BIFF.NUMBER, 8, cell, cell.frame.value).writeDoubleLE(days, 6);
  }

  boolean(value: boolean, cell: Cell): void {
    this.#cell(BIFF.BOOLERR, 2, cell, cell.frame.value).writeUInt8(value ? 1 : 0, 6);
  }

  #cell(type: number, valueBytes: number, { number }: Cell, format: number): Buffer {
    const record = this.#stream.record(type, 6 + valueBytes);
    record.writeUInt16LE(this.#row, 0);
    record.writeUInt16LE(number - 1, 2);
    record.writeUInt16LE(format, 4);
    return record;
  }
}
