import type { FileHandle } from 'node:fs/promises';
import { fileError } from './file-error.ts';
import { unlessStopped } from './unless-stopped.ts';

const BUFFER_BYTES = 1024 * 1024;

/**
 * Buffered writing of one file. The user fills `buffer` from `at` and asks for room; a full buffer is written while the
 * next one is filled, and memory is reused.
 */
export class FileOutput {
  buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  at = 0;
  readonly #file: FileHandle;
  readonly #signal: AbortSignal;
  readonly #spares: Buffer[] = [];
  #stopped = false;
  #failure: unknown;
  /** The write before the last one handed over, and the last one. */
  #earlier: Promise<void> = Promise.resolve();
  #latest: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, signal: AbortSignal) {
    this.#file = file;
    this.#signal = signal;
  }

  /** Makes sure that `bytes` more fit into `buffer` from `at`; hands the present buffer over to be written if not. */
  reserve(bytes: number): void {
    if (this.buffer.length - this.at >= bytes) return;
    this.#handOver();
    this.buffer =
      bytes > BUFFER_BYTES ? Buffer.allocUnsafe(bytes) : (this.#spares.pop() ?? Buffer.allocUnsafe(BUFFER_BYTES));
  }

  put(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Resolves when at most one buffer waits to be written; rejects at once when a write failed or the signal fires. */
  async room(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    await unlessStopped(this.#earlier, this.#signal);
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    this.#handOver();
    await unlessStopped(this.#latest, this.#signal);
  }

  /** Drops what is not yet written. */
  stop(): void {
    this.#stopped = true;
  }

  #handOver(): void {
    const { buffer, at } = this;
    this.at = 0;
    this.#earlier = this.#latest;
    this.#latest = this.#latest.then(() => this.#writeAll(buffer, at));
    this.#latest.catch((error: unknown) => {
      this.#failure = error;
      this.stop();
    });
  }

  async #writeAll(buffer: Buffer, length: number): Promise<void> {
    let from = 0;
    while (from < length && !this.#stopped) {
      const { bytesWritten } = await this.#file.write(buffer, from, length - from).catch((cause: unknown) => {
        throw fileError('writing the file', cause);
      });
      from += bytesWritten;
    }
    if (buffer.length === BUFFER_BYTES) this.#spares.push(buffer);
  }
}
