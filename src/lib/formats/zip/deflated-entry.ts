import { promisify } from 'node:util';
import { crc32, constants, deflateRaw, type ZlibOptions } from 'node:zlib';
import { WritingStopped } from '../../errors/format-errors.ts';
import type { FileSink } from './file-sink.ts';
import { DEFLATED, localHeader, type ZipEntry } from './zip-records.ts';

const deflate = promisify(deflateRaw);

/** Bytes compressed in one go: large, so that the work in the thread pool overlaps with filling the next block. */
export const BLOCK_BYTES = 1024 * 1024;
/** One is being filled while the others are compressed and written. */
const BLOCKS = 3;
const OPTIONS: ZlibOptions = { chunkSize: 256 * 1024, finishFlush: constants.Z_SYNC_FLUSH };
/**
 * Levels of blocks in turn, measured on sheet XML: the fastest mix that makes a file no larger than exceljs's
 * (docs/decisions/003-xlsx-writer.md).
 */
const LEVELS = [2, 2, 2, 3];
/** How far back a deflate stream may refer. */
const WINDOW_BYTES = 32 * 1024;
/** An empty last block of fixed codes, which ends a deflate stream whose other blocks end on a byte (RFC 1951, 3.2.3). */
const END_OF_STREAM = Buffer.from([0x03, 0x00]);

interface Block {
  readonly bytes: Buffer;
  /** Settles when the block is in the file, after all the blocks before it. */
  written: Promise<void>;
}

/**
 * One entry of an archive, fed with blocks that are compressed in parallel and written in order: each ends with a sync
 * flush and may refer to the end of the one before, so that together they are one deflate stream, as pigz does.
 */
export class DeflatedEntry {
  readonly #sink: FileSink;
  readonly #name: string;
  readonly #position: number;
  readonly #onWritten: () => void;
  readonly #blocks: Block[] = [];
  #turn = 0;
  #stopped = false;
  #last: Promise<void> = Promise.resolve();
  #crc = 0;
  #size = 0;
  #count = 0;
  /** The last bytes pushed, which the next block may refer to. */
  #window: Buffer | undefined;

  private constructor(sink: FileSink, name: string, onWritten: () => void) {
    this.#sink = sink;
    this.#name = name;
    this.#position = sink.position;
    this.#onWritten = onWritten;
  }

  /** Writes a header to be completed by `close`. `onWritten` is called after each block and may throw to stop the entry. */
  static async open(sink: FileSink, name: string, onWritten: () => void): Promise<DeflatedEntry> {
    const entry = new DeflatedEntry(sink, name, onWritten);
    await sink.append(localHeader(entry.#facts(0)));
    return entry;
  }

  /** Uncompressed bytes pushed so far. */
  get size(): number {
    return this.#size;
  }

  /** A block to fill; waits until one is free, which is the writer's back-pressure. */
  async nextBlock(): Promise<Buffer> {
    const block = (this.#blocks[this.#turn] ??= newBlock());
    await block.written;
    if (this.#stopped) throw new WritingStopped({ where: 'writing the workbook', got: 'an abort' });
    return block.bytes;
  }

  /** Hands over the first `length` bytes of the block last given by `nextBlock`. */
  push(length: number): void {
    const block = this.#blocks[this.#turn];
    if (block === undefined) throw new Error('push without nextBlock');
    block.written = this.#enqueue(block.bytes.subarray(0, length));
    this.#turn = (this.#turn + 1) % BLOCKS;
  }

  /** Writes a small part whole. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#enqueue(bytes);
  }

  /** Ends the entry and completes its header. */
  async close(): Promise<ZipEntry> {
    await this.#last;
    await this.#sink.append(END_OF_STREAM);
    const header = localHeader(this.#facts(0));
    const entry = this.#facts(this.#sink.position - this.#position - header.length);
    await this.#sink.patch(localHeader(entry), this.#position);
    return entry;
  }

  /** Takes no more blocks, and waits for those under way, whatever becomes of them. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled([this.#last]);
  }

  #enqueue(bytes: Uint8Array): Promise<void> {
    this.#crc = crc32(bytes, this.#crc);
    this.#size += bytes.length;
    const compressing = deflate(bytes, this.#options());
    this.#window = Buffer.from(bytes.subarray(-WINDOW_BYTES));
    const written = Promise.all([compressing, this.#last]).then(async ([compressed]) => {
      await this.#sink.append(compressed);
      this.#onWritten();
    });
    // A failure is thrown by nextBlock or close, whichever comes first.
    written.catch(() => {});
    this.#last = written;
    return written;
  }

  #options(): ZlibOptions {
    const level = LEVELS[this.#count++ % LEVELS.length] ?? LEVELS[0];
    return { ...OPTIONS, level, ...(this.#window === undefined ? {} : { dictionary: this.#window }) };
  }

  #facts(compressedSize: number): ZipEntry {
    return {
      name: this.#name,
      method: DEFLATED,
      crc: this.#crc,
      compressedSize,
      size: this.#size,
      position: this.#position,
    };
  }
}

function newBlock(): Block {
  return { bytes: Buffer.allocUnsafeSlow(BLOCK_BYTES), written: Promise.resolve() };
}
