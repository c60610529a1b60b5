import { CHUNK_BYTES, NULL_CELL, type RowChunk } from './row-chunk.ts';

const LONGEST_PREFIX = 9;

/** Writes rows in the format of RowChunk, for sources and hooks that have values and not wire bytes. */
export class RowChunkBuilder {
  readonly #capacity: number;
  #bytes: Buffer;
  #end = 0;
  #rows = 0;

  constructor(capacity = CHUNK_BYTES + 64 * 1024) {
    this.#capacity = capacity;
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** True once the chunk should be taken. */
  get full(): boolean {
    return this.#end >= CHUNK_BYTES;
  }

  get rows(): number {
    return this.#rows;
  }

  null(): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = NULL_CELL;
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.#prefix(length);
    this.#end += this.#bytes.write(value, this.#end);
  }

  raw(value: Uint8Array): void {
    this.#prefix(value.length);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  endRow(): void {
    this.#rows++;
  }

  /** Copies a row that is already in wire format. */
  wireRow(source: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    source.copy(this.#bytes, this.#end, start, end);
    this.#end += end - start;
    this.#rows++;
  }

  /** Hands over what was gathered and starts afresh, in new memory of the first size: one large row is not paid for again. */
  take(): RowChunk {
    const chunk = { bytes: this.#bytes.subarray(0, this.#end), rows: this.#rows };
    this.#bytes = Buffer.allocUnsafe(this.#capacity);
    this.#end = 0;
    this.#rows = 0;
    return chunk;
  }

  #prefix(length: number): void {
    this.#reserve(length + LONGEST_PREFIX);
    if (length < NULL_CELL) {
      this.#bytes[this.#end++] = length;
    } else if (length < 0x1_0000) {
      this.#bytes[this.#end] = 0xfc;
      this.#bytes.writeUInt16LE(length, this.#end + 1);
      this.#end += 3;
    } else if (length < 0x100_0000) {
      this.#bytes[this.#end] = 0xfd;
      this.#bytes.writeUIntLE(length, this.#end + 1, 3);
      this.#end += 4;
    } else {
      this.#bytes[this.#end] = 0xfe;
      this.#bytes.writeBigUInt64LE(BigInt(length), this.#end + 1);
      this.#end += LONGEST_PREFIX;
    }
  }

  #reserve(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
