import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileSystemError, systemCode } from '../errors/file-system.ts';
import type { Workspace } from './archive.ts';
import { makeFolder, syncFolder, writeNew } from './durable.ts';

const TAKEN = new Set(['ENOTEMPTY', 'EEXIST']);

/**
 * A workspace that is a hidden folder beside its final place. Publishing renames the whole folder, so that file and
 * manifest appear together or not at all, and never over another one: rename(2) refuses a folder that is not empty.
 */
export async function openFolderWorkspace<Document extends object>(
  path: string,
  final: string,
): Promise<Workspace<Document>> {
  try {
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    throw fileSystemError(path, error);
  }
  const discard = async (): Promise<void> => await rm(path, { recursive: true, force: true }).catch(() => undefined);
  return {
    path: (fileName) => join(path, fileName),
    discard,
    async publish(manifest): Promise<boolean> {
      try {
        await writeNew(join(path, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
        await syncFolder(path);
        await rename(path, final);
        await syncFolder(dirname(final));
        return true;
      } catch (error) {
        const code = systemCode(error);
        if (code === undefined || !TAKEN.has(code)) throw fileSystemError(final, error);
        await discard();
        return false;
      }
    },
  };
}
