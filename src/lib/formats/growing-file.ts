import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileError } from './file-error.ts';

/** How long to wait for more of a file that is still being written, and so how late its end is seen. */
const PAUSE_MS = 2;
/** For a file that does not grow any more. */
export const COMPLETE: Int32Array = Int32Array.of(1);

/** A file that another thread writes until `finished` holds 1. Throws FileFault when it cannot be read. */
export class GrowingFile {
  readonly #file: FileHandle;
  readonly #finished: Int32Array;
  readonly #where: string;

  constructor(file: FileHandle, finished: Int32Array, where: string) {
    this.#file = file;
    this.#finished = finished;
    this.#where = where;
  }

  /** Reads into `bytes` what begins at `position`; waits for `least` bytes, and gives fewer only at the end. */
  async read(bytes: Buffer, position: number, least = bytes.length): Promise<number> {
    let done = 0;
    while (done < least) {
      const wasFinished = this.#isFinished();
      const read = this.#readSome(bytes.subarray(done), position + done);
      if (read === 0 && wasFinished) break;
      if (read === 0) await pause(PAUSE_MS);
      done += read;
    }
    return done;
  }

  /** Resolves once the file is complete. */
  async complete(): Promise<void> {
    while (!this.#isFinished()) await pause(PAUSE_MS);
  }

  #isFinished(): boolean {
    return Atomics.load(this.#finished, 0) === 1;
  }

  #readSome(bytes: Buffer, position: number): number {
    try {
      return readSync(this.#file.fd, bytes, 0, bytes.length, position);
    } catch (cause) {
      throw fileError(this.#where, cause);
    }
  }
}
