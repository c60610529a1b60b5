import { type FileHandle, link, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../../archive/durable.ts';
import { TargetContended } from '../../errors/delivery-errors.ts';
import { artifactStream } from '../artifact-stream.ts';
import { targetFileError } from '../file-errors.ts';
import { makePlace } from './folder-place.ts';
import { isArtifact, laidReceipt, nameTaken, readsBackOtherwise, withFile } from '../laid-file.ts';
import { ifThere, isSameFile, readBack, tryOut, writeThenName } from '../new-file.ts';
import { checkFailed, type FileParcel, type Receipt, type Target } from '../target.ts';
import type { FolderSpec } from '../target-spec.ts';

/**
 * Lays files into a folder below `root`. A file appears under its name whole or not at all; the same file again is left
 * alone; another file under that name is replaced only where the parcel may.
 */
export function folderTarget(name: string, spec: FolderSpec, root: string): Target {
  return {
    name,
    kind: 'folder',
    repeatable: true,
    async deliver(parcel, signal) {
      signal.throwIfAborted();
      const filed = withFile(name, parcel);
      try {
        await makeFolder(root);
        return await place(await makePlace(name, root, spec.path), filed, signal);
      } catch (error) {
        throw targetFileError(`target ${name}`, error, signal);
      }
    },
    async check(signal) {
      try {
        await makeFolder(root);
        const folder = await makePlace(name, root, spec.path);
        await tryOut(folder);
        return { ok: true, detail: `${folder} can be written` };
      } catch (error) {
        return checkFailed(targetFileError(`target ${name}`, error, signal));
      }
    },
  };
}

async function place(folder: string, parcel: FileParcel, signal: AbortSignal): Promise<Receipt> {
  const { fileName } = parcel.artifact;
  const final = join(folder, fileName);
  const there = await ifThere(readBack(final, signal));
  if (there !== null && isArtifact(there, parcel)) return laidReceipt(final, parcel, 'already there');
  if (there !== null && !parcel.mayReplace) throw nameTaken(final);
  const temporary = join(folder, `.${fileName}.part`);
  await writeThenName(temporary, artifactStream(parcel.artifact, signal), signal, async (file) => {
    await prove(file, temporary, parcel, signal);
    if (there === null) await link(temporary, final);
    else await rename(temporary, final);
  });
  await syncFolder(folder);
  return laidReceipt(final, parcel, there === null ? 'new' : 'replaced');
}

async function prove(file: FileHandle, path: string, parcel: FileParcel, signal: AbortSignal): Promise<void> {
  const written = await readBack(path, signal);
  if (!isArtifact(written, parcel)) throw readsBackOtherwise(path, written, parcel);
  if (!(await isSameFile(file, path))) throw new TargetContended({ where: path, got: 'a file of another attempt' });
}
