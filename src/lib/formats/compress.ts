import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TransformStream } from 'node:stream/web';
import { createGzip } from 'node:zlib';
import { ZipWriter } from '@zip.js/zip.js';
import { fileFault } from './file-fault.ts';
import { stoppedBy } from './stopped-by.ts';

/** A compressed copy of a file. */
export interface CompressedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A zip for people: one entry, encrypted when there is a password. */
export interface ZipEntry {
  readonly name: string;
  readonly password?: string;
}

const LEVEL = 6;
/** AES-256 of the WinZip specification (AE-2), in the numbering of the zip format. */
const AES_256 = 3;

type Blocks = AsyncIterable<Uint8Array>;
type Compress = NodeJS.ReadWriteStream | ((blocks: Blocks) => Blocks);

/** Compresses a file into a new gzip file; equal files give equal bytes. Rejects with DiskFull, FileFault or WritingStopped. */
export function gzipFile(source: string, target: string, signal: AbortSignal): Promise<CompressedFile> {
  return compressFile(source, target, createGzip({ level: LEVEL }), signal);
}

/** Compresses a file into a new zip of one entry. Rejects as gzipFile does. */
export function zipFile(source: string, target: string, entry: ZipEntry, signal: AbortSignal): Promise<CompressedFile> {
  return compressFile(source, target, (blocks) => zipped(blocks, entry), signal);
}

/** Streams, so that memory does not grow with the file; the target is synced. The caller removes it after a rejection. */
async function compressFile(
  source: string,
  target: string,
  compress: Compress,
  signal: AbortSignal,
): Promise<CompressedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(blocks: Blocks): Blocks {
    for await (const block of blocks) {
      hash.update(block);
      bytes += block.length;
      yield block;
    }
  }
  const file = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(createReadStream(source), compress, measured, file, { signal });
  } catch (cause) {
    throw signal.aborted ? stoppedBy(signal) : fileFault(cause, 'the compressed file');
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* zipped(blocks: Blocks, { name, password }: ZipEntry): Blocks {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, { level: LEVEL, useWebWorkers: false });
  const encryption = password === undefined ? {} : ({ password, encryptionStrength: AES_256 } as const);
  const written = zip.add(name, Readable.toWeb(Readable.from(blocks)), encryption).then(() => zip.close());
  written.catch((error: unknown) => writable.abort(error));
  yield* readable;
  await written;
}
