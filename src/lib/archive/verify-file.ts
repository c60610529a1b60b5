import { lstat } from 'node:fs/promises';
import { relative } from 'node:path';
import { systemCode } from '../errors/file-system.ts';
import type { Archive } from './archive.ts';
import type { TellDrift } from './drift.ts';
import { hashFile } from './hash-file.ts';
import type { Manifest } from './manifest.ts';
import type { RunId } from './run-id.ts';

/** What was found where a published file should be. */
export type FileLook = 'as it should be' | 'missing' | 'drifted';

/** Compares a published file with its manifest, byte for byte; what differs is told, but not that it is missing. */
export async function verifyFile(archive: Archive, run: RunId, manifest: Manifest, tell: TellDrift): Promise<FileLook> {
  const absolute = archive.artifactPath(run, manifest);
  const path = relative(archive.root, absolute);
  try {
    const difference = await differenceOf(absolute, manifest);
    if (difference === null) return 'as it should be';
    tell({ kind: 'changed', path, detail: difference });
    return 'drifted';
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return 'missing';
    tell({ kind: 'damaged', path, detail: `cannot be read: ${code}` });
    return 'drifted';
  }
}

async function differenceOf(path: string, { file }: Manifest): Promise<string | null> {
  const found = await lstat(path);
  if (!found.isFile()) return 'not a file';
  if (found.size !== file.bytes) return `${found.size} bytes, its manifest says ${file.bytes}`;
  const sha256 = await hashFile(path);
  return sha256 === file.sha256 ? null : `sha256 ${sha256}, its manifest says ${file.sha256}`;
}
