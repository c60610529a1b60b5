import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileSystemError, systemCode } from '../errors/file-system.ts';

/** What a folder holds, by name; nothing when there is no such folder. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    throw fileSystemError(folder, error);
  }
}

export async function namesOf(folder: string): Promise<readonly string[]> {
  return (await entriesOf(folder)).map(({ name }) => name);
}
