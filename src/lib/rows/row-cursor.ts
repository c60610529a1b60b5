import { NULL_CELL, type RowChunk } from './row-chunk.ts';

/**
 * Walks the cells of a chunk without copying: after `next()`, the cell is `bytes[start..end)`, or `isNull`.
 * Hot paths read the bytes themselves; this is for hooks, proofs and tests.
 */
export class RowCursor {
  bytes: Buffer;
  start = 0;
  end = 0;
  isNull = false;
  #at = 0;

  constructor(chunk: RowChunk) {
    this.bytes = chunk.bytes;
  }

  /** Steps to the next cell; false at the end of the chunk. */
  next(): boolean {
    if (this.#at >= this.bytes.length) return false;
    const first = this.bytes[this.#at] ?? NULL_CELL;
    this.isNull = first === NULL_CELL;
    if (this.isNull) {
      this.#at += 1;
      this.start = this.#at;
      this.end = this.#at;
      return true;
    }
    const [length, prefix] = readLength(this.bytes, this.#at, first);
    this.start = this.#at + prefix;
    this.end = this.start + length;
    this.#at = this.end;
    return true;
  }

  /** The current cell as text; null for NULL. */
  text(): string | null {
    return this.isNull ? null : this.bytes.toString('utf8', this.start, this.end);
  }
}

function readLength(bytes: Buffer, at: number, first: number): readonly [length: number, prefix: number] {
  switch (first) {
    case 0xfc:
      return [bytes.readUInt16LE(at + 1), 3];
    case 0xfd:
      return [bytes.readUIntLE(at + 1, 3), 4];
    case 0xfe:
      return [Number(bytes.readBigUInt64LE(at + 1)), 9];
    default:
      return [first, 1];
  }
}
