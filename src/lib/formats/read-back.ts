import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { ProofFailed } from '../errors/format-errors.ts';
import { CsvCounter } from './csv/csv-counter.ts';
import { fileError } from './file-error.ts';
import { GrowingFile } from './growing-file.ts';
import type { ProofOrder } from './proof-messages.ts';
import type { FileShape, Proof } from './proof.ts';
import { TextCounter } from './text-counter.ts';
import type { ProvedSheet } from './workbook/proved-sheet.ts';
import { proveXls } from './xls/prove-xls.ts';
import { proveXlsx } from './xlsx/prove-xlsx.ts';

const WHERE = 'the file, read back';
const BLOCK_BYTES = 1024 * 1024;
/** The thread is ended from outside. */
const NEVER = new AbortController().signal;

/**
 * Reads a file from its first byte to its last and says what it holds. Lines are counted, and the sheets of an .xlsx read,
 * while the file still grows; only an .xls, whose beginning is written last, is read once it is finished.
 */
export async function readBack({ path, shape, finished }: ProofOrder): Promise<Proof> {
  const file = await open(path).catch((cause: unknown) => {
    throw fileError(WHERE, cause);
  });
  try {
    const hash = createHash('sha256');
    const counter = counterOf(shape);
    const workbook = counter === undefined ? await proveWorkbook(shape, file, finished) : [];
    let bytes = 0;
    for await (const block of blocksOf(new GrowingFile(file, finished, WHERE))) {
      hash.update(block);
      counter?.push(block);
      bytes += block.length;
    }
    const { size } = await file.stat();
    if (size !== bytes) throw new ProofFailed({ where: WHERE, got: `${size} bytes`, expected: `${bytes} bytes` });
    const sheets = counter === undefined ? workbook : [{ rows: counter.end() }];
    return { bytes, sha256: hash.digest('hex'), sheets };
  } finally {
    await file.close();
  }
}

/** Counts the rows of a file that is made of lines; undefined for one that is not. */
function counterOf(shape: FileShape): CsvCounter | TextCounter | undefined {
  switch (shape.format) {
    case 'csv':
      return new CsvCounter(shape);
    case 'text':
      return new TextCounter(shape);
    case 'xlsx':
    case 'xls':
      return undefined;
  }
}

async function proveWorkbook({ format }: FileShape, file: FileHandle, finished: Int32Array): Promise<ProvedSheet[]> {
  if (format === 'xlsx') return proveXlsx(file, NEVER, finished);
  await new GrowingFile(file, finished, WHERE).complete();
  return proveXls(file, NEVER);
}

/** The blocks of a file up to its end, which counts as such only once the file is finished; memory is used again. */
async function* blocksOf(file: GrowingFile): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  let position = 0;
  for (;;) {
    const read = await file.read(block, position, 1);
    if (read === 0) return;
    yield block.subarray(0, read);
    position += read;
  }
}
