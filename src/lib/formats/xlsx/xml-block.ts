import type { CellFrame } from './cell-frame.ts';

const ROW = Buffer.from('<row r="');
const END_OF_TAG = Buffer.from('">');
const END_OF_ROW = Buffer.from('</row>');

/** Bytes of sheet XML being gathered. Whoever appends makes sure that there is room. */
export class XmlBlock {
  bytes: Buffer;
  at = 0;
  #rowNumber: Uint8Array = Buffer.from('0');

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Continues in new memory. */
  reset(bytes: Buffer): void {
    this.bytes = bytes;
    this.at = 0;
  }

  beginRow(row: number): void {
    this.#rowNumber = Buffer.from(String(row));
    this.literal(ROW);
    this.literal(this.#rowNumber);
    this.literal(END_OF_TAG);
  }

  endRow(): void {
    this.literal(END_OF_ROW);
  }

  /** Begins a cell: `opening` is the frame's markup for the cell's type. */
  beginCell(frame: CellFrame, opening: Uint8Array): void {
    this.literal(frame.ref);
    this.literal(this.#rowNumber);
    this.literal(opening);
  }

  literal(text: Uint8Array): void {
    this.bytes.set(text, this.at);
    this.at += text.length;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  copy(source: Uint8Array, start: number, end: number): void {
    let at = this.at;
    for (let i = start; i < end; i++) this.bytes[at++] = source[i] ?? 0;
    this.at = at;
  }
}
