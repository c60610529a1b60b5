import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileError } from '../file-error.ts';

/** How long to wait for more of a file that is still being written. */
const PAUSE_MS = 10;

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

/** A file that grows until `finished` holds 1. Throws FileFault when it cannot be read. */
export function bytesOfGrowingFile(file: FileHandle, finished: Int32Array): GrowingBytes {
  return {
    read: async (position, length, least = length) => {
      const bytes = Buffer.allocUnsafeSlow(length);
      let done = 0;
      while (done < least) {
        const wasFinished = Atomics.load(finished, 0) === 1;
        const read = readSome(file, bytes.subarray(done), position + done);
        if (read === 0 && wasFinished) break;
        if (read === 0) await pause(PAUSE_MS);
        done += read;
      }
      return bytes.subarray(0, done);
    },
  };
}

function readSome(file: FileHandle, bytes: Buffer, position: number): number {
  try {
    return readSync(file.fd, bytes, 0, bytes.length, position);
  } catch (cause) {
    return failed(cause);
  }
}

function failed(cause: unknown): never {
  throw fileError('reading the workbook', cause);
}
