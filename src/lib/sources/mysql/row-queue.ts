import { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';

/** Chunks made ahead of the reader before the server is made to wait. */
const MOST_READY = 4;

/** Gathers rows into chunks and keeps a few ready; stops the flow while the reader is behind. */
export class RowQueue {
  readonly #flow: { pause(): void; resume(): void };
  readonly #builder = new RowChunkBuilder();
  readonly #ready: RowChunk[] = [];
  #paused = false;
  #finished = false;
  #wake: () => void = () => {};

  constructor(flow: { pause(): void; resume(): void }) {
    this.#flow = flow;
  }

  row(bytes: Buffer, start: number, end: number): void {
    this.#builder.wireRow(bytes, start, end);
    if (this.#builder.full) this.#push();
  }

  /** Says that the last row was given. */
  finish(): void {
    if (this.#builder.rows > 0) this.#push();
    this.#finished = true;
    this.#wake();
  }

  /** The next chunk; undefined after the last. */
  async next(): Promise<RowChunk | undefined> {
    while (this.#ready.length === 0 && !this.#finished) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const chunk = this.#ready.shift();
    if (this.#paused && this.#ready.length <= MOST_READY / 2) {
      this.#paused = false;
      this.#flow.resume();
    }
    return chunk;
  }

  #push(): void {
    this.#ready.push(this.#builder.take());
    this.#wake();
    if (this.#paused || this.#ready.length < MOST_READY) return;
    this.#paused = true;
    this.#flow.pause();
  }
}
