import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { gzipFile, zipFile } from '../formats/compress.ts';

/** A file that was compressed for its recipients. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly contentType: string;
}

const packings = {
  gzip: { extension: '.gz', contentType: 'application/gzip' },
  zip: { extension: '.zip', contentType: 'application/zip' },
} as const;

/** Compresses a proved file beside itself and removes the plain one. */
export async function packArtifact(path: string, how: keyof typeof packings, signal: AbortSignal): Promise<PackedFile> {
  const { extension, contentType } = packings[how];
  const name = basename(path);
  const target = `${path}${extension}`;
  const { bytes, sha256 } = await (how === 'gzip'
    ? gzipFile(path, target, signal)
    : zipFile(path, target, { name }, signal));
  await rm(path);
  return { name: `${name}${extension}`, bytes, sha256, contentType };
}
