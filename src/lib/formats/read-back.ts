import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ProofFailed } from '../errors/format-errors.ts';
import { CsvCounter } from './csv/csv-counter.ts';
import { fileError } from './file-error.ts';
import type { ProofOrder } from './proof-messages.ts';
import type { Proof } from './proof.ts';
import { TextCounter } from './text-counter.ts';

const WHERE = 'the file, read back';
const BLOCK_BYTES = 1024 * 1024;
/** How long to wait for more of a file that is still being written. */
const PAUSE_MS = 10;

/** Reads a file from its first byte to its last, while it may still grow, and says what it holds. Blocks its thread. */
export async function readBack({ path, shape, finished }: ProofOrder): Promise<Proof> {
  const file = await open(path).catch((cause: unknown) => {
    throw fileError(WHERE, cause);
  });
  try {
    const hash = createHash('sha256');
    const counter = shape.format === 'csv' ? new CsvCounter(shape) : new TextCounter(shape);
    let bytes = 0;
    for (const block of blocksOf(file, finished)) {
      hash.update(block);
      counter.push(block);
      bytes += block.length;
    }
    const { size } = await file.stat();
    if (size !== bytes) throw new ProofFailed({ where: WHERE, got: `${size} bytes`, expected: `${bytes} bytes` });
    return { bytes, sha256: hash.digest('hex'), sheets: [{ rows: counter.end() }] };
  } finally {
    await file.close();
  }
}

/** The blocks of a file up to its end, which counts as such only once the file is finished. */
function* blocksOf(file: FileHandle, finished: Int32Array): Generator<Buffer> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  for (;;) {
    const wasFinished = Atomics.load(finished, 0) === 1;
    const read = readBlock(file, block);
    if (read > 0) yield block.subarray(0, read);
    else if (wasFinished) return;
    else Atomics.wait(finished, 0, 0, PAUSE_MS);
  }
}

function readBlock(file: FileHandle, block: Buffer): number {
  try {
    return readSync(file.fd, block);
  } catch (cause) {
    throw fileError(WHERE, cause);
  }
}
