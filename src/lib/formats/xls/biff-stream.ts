/** Records of a BIFF8 stream, gathered in memory. Source: [MS-XLS] 2.1.4. */
export class BiffStream {
  readonly #blocks: Buffer[] = [];
  #block = Buffer.alloc(0);
  #at = 0;
  #closedBytes = 0;

  get length(): number {
    return this.#closedBytes + this.#at;
  }

  /** Appends a record's header and gives its `length` bytes of data, zeroed, to be filled at once. */
  record(type: number, length: number): Buffer {
    const bytes = this.#room(HEADER_BYTES + length);
    bytes.writeUInt16LE(type, 0);
    bytes.writeUInt16LE(length, 2);
    return bytes.subarray(HEADER_BYTES);
  }

  /** Appends a whole record. */
  put(type: number, data: Uint8Array): void {
    this.record(type, data.length).set(data);
  }

  /** The stream's bytes, in parts. */
  parts(): Buffer[] {
    return [...this.#blocks, this.#block.subarray(0, this.#at)];
  }

  #room(bytes: number): Buffer {
    if (this.#at + bytes > this.#block.length) {
      this.#blocks.push(this.#block.subarray(0, this.#at));
      this.#closedBytes += this.#at;
      this.#block = Buffer.alloc(Math.max(BLOCK_BYTES, bytes));
      this.#at = 0;
    }
    this.#at += bytes;
    return this.#block.subarray(this.#at - bytes, this.#at);
  }
}

const HEADER_BYTES = 4;
const BLOCK_BYTES = 1024 * 1024;
