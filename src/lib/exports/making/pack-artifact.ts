import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { gzipFile, zipFile } from '../../formats/compress.ts';
import { encryptWorkbook } from '../../formats/xlsx/encryption/encrypt-workbook.ts';
import { XLSX_TYPE } from './file-format.ts';

/** A file that was compressed or encrypted for its recipients. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly contentType: string;
}

/** How the file of an export is packed at publication. */
export interface Packing {
  readonly compress: 'gzip' | 'zip' | null;
  readonly password: string | null;
}

/** Packs a proved file beside itself and removes the plain one; null when there is nothing to do. */
export async function packArtifact(
  path: string,
  { compress, password }: Packing,
  signal: AbortSignal,
): Promise<PackedFile | null> {
  const name = basename(path);
  switch (compress) {
    case null:
      return password === null ? null : await encrypted(path, password, signal);
    case 'gzip': {
      const packed = await gzipFile(path, `${path}.gz`, signal);
      return await inPlaceOf(path, { name: `${name}.gz`, ...packed, contentType: 'application/gzip' });
    }
    case 'zip': {
      const entry = password === null ? { name } : { name, password };
      const packed = await zipFile(path, `${path}.zip`, entry, signal);
      return await inPlaceOf(path, { name: `${name}.zip`, ...packed, contentType: 'application/zip' });
    }
  }
}

/** A workbook that asks for the password keeps its name. */
async function encrypted(path: string, password: string, signal: AbortSignal): Promise<PackedFile> {
  const target = `${path}.encrypted`;
  const packed = await encryptWorkbook(path, target, password, signal);
  await rename(target, path);
  return { name: basename(path), ...packed, contentType: XLSX_TYPE };
}

async function inPlaceOf(plain: string, packed: PackedFile): Promise<PackedFile> {
  await rm(plain);
  return packed;
}
