import { lstat } from 'node:fs/promises';
import { systemCode } from '../errors/file-system.ts';
import { hashFile } from './hash-file.ts';
import type { Manifest } from './manifest.ts';

/** A file beside its manifest: the same byte for byte, not there, or different and how. Reads it in parts. */
export type Comparison =
  | { readonly kind: 'same' | 'missing' }
  | { readonly kind: 'changed' | 'unreadable'; readonly detail: string };

/** Compares what lies at `path` with the file that the manifest describes; links are not followed. */
export async function compareFile(path: string, { file }: Pick<Manifest, 'file'>): Promise<Comparison> {
  try {
    const found = await lstat(path);
    if (!found.isFile()) return { kind: 'changed', detail: 'not a file' };
    if (found.size !== file.bytes)
      return { kind: 'changed', detail: `${found.size} bytes, its manifest says ${file.bytes}` };
    const sha256 = await hashFile(path);
    if (sha256 === file.sha256) return { kind: 'same' };
    return { kind: 'changed', detail: `sha256 ${sha256}, its manifest says ${file.sha256}` };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'unreadable', detail: `cannot be read: ${code}` };
  }
}
