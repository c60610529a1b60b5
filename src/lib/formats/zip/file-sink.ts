import type { FileHandle } from 'node:fs/promises';
import { fileError } from '../file-error.ts';

/** Bytes one after another into a file, and corrections of what is already written. Throws DiskFull or FileFault. */
export class FileSink {
  readonly #file: FileHandle;
  #position = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Where the next byte goes: the bytes written so far. */
  get position(): number {
    return this.#position;
  }

  /** Appends all of `bytes`. One call at a time. */
  async append(bytes: Uint8Array): Promise<void> {
    await this.patch(bytes, this.#position);
    this.#position += bytes.length;
  }

  /** Writes all of `bytes` at `position`, over what is there. */
  async patch(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    try {
      while (done < bytes.length) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    } catch (cause) {
      throw fileError(`writing the workbook at byte ${position + done}`, cause);
    }
  }
}
