import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline as start, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TransformStream } from 'node:stream/web';
import { createGzip } from 'node:zlib';
import { ZipWriter } from '@zip.js/zip.js';
import { fileError } from './file-error.ts';
import { stoppedBy } from './unless-stopped.ts';

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
/** AES-256 (AE-2), in the numbering of the zip format. */
const AES_256 = 3;

/** Compresses a file into a new gzip file; equal files give equal bytes. Rejects with DiskFull, FileFault or WritingStopped. */
export function gzipFile(source: string, target: string, signal: AbortSignal): Promise<CompressedFile> {
  // The outer pipeline reports what this one meets, through the stream they share.
  const gzip = (plain: Readable): Readable => start(plain, createGzip({ level: LEVEL }), () => {});
  return compressFile(source, target, gzip, signal);
}

/** Compresses a file into a new zip of one entry. Rejects as gzipFile does. */
export function zipFile(source: string, target: string, entry: ZipEntry, signal: AbortSignal): Promise<CompressedFile> {
  return compressFile(source, target, (plain) => zipStream(plain, entry), signal);
}

/** Streams, so that memory does not grow with the file; the target is synced. The caller removes it after a rejection. */
async function compressFile(
  source: string,
  target: string,
  compress: (plain: Readable) => Readable,
  signal: AbortSignal,
): Promise<CompressedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(blocks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const block of blocks) {
      hash.update(block);
      bytes += block.length;
      yield block;
    }
  }
  const plain = createReadStream(source);
  const file = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(compress(plain), measured, file, { signal });
  } catch (cause) {
    throw signal.aborted ? stoppedBy(signal) : fileError('the compressed file', cause);
  } finally {
    plain.destroy();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The file packed into a zip of one entry, as a stream. */
export function zipStream(plain: Readable, { name, password }: ZipEntry): Readable {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, { level: LEVEL, useWebWorkers: false });
  const encryption = password === undefined ? {} : ({ password, encryptionStrength: AES_256 } as const);
  const written = zip.add(name, Readable.toWeb(plain), encryption).then(() => zip.close());
  written.catch((error: unknown) => writable.abort(error).catch(() => {}));
  return Readable.fromWeb(readable);
}
