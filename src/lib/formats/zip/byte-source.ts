import type { FileHandle } from 'node:fs/promises';
import { fileError } from '../file-error.ts';
import type { GrowingFile } from '../growing-file.ts';

/** What errors of reading name. */
export const READING_WORKBOOK = 'reading the workbook';

/** Bytes that can be read anywhere. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `position`; fewer only at the end. */
  read(position: number, length: number): Promise<Buffer>;
}

export function bytesInMemory(bytes: Buffer): ByteSource {
  return { size: bytes.length, read: async (position, length) => bytes.subarray(position, position + length) };
}

/** Throws FileFault when the file cannot be read. */
export async function bytesOfFile(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat().catch(failed);
  return {
    size,
    read: async (position, length) => {
      const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)));
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done).catch(failed);
        if (bytesRead === 0) return bytes.subarray(0, done);
        done += bytesRead;
      }
      return bytes;
    },
  };
}

/** Bytes that are still being written. */
export interface GrowingBytes {
  /** Up to `length` bytes from `position`; waits for `least` of them, and gives fewer only at the end. */
  read(position: number, length: number, least?: number): Promise<Buffer>;
}

export function bytesOfGrowingFile(file: GrowingFile): GrowingBytes {
  return {
    read: async (position, length, least) => {
      const bytes = Buffer.allocUnsafeSlow(length);
      return bytes.subarray(0, await file.read(bytes, position, least));
    },
  };
}

function failed(cause: unknown): never {
  throw fileError(READING_WORKBOOK, cause);
}
