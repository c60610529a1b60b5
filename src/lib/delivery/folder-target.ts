import { type FileHandle, link, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../archive/durable.ts';
import { TargetConflict, TargetContended, TargetCorrupted, TargetMisdeclared } from '../errors/delivery-errors.ts';
import { artifactStream } from './artifact-stream.ts';
import { targetFileError } from './file-errors.ts';
import { makePlace, plainFileName } from './folder-place.ts';
import { ifThere, isSameFile, readBack, tryOut, writeThenName } from './new-file.ts';
import { checkFailed, type FileParcel, type Parcel, type Receipt, type Target } from './target.ts';
import type { FolderSpec } from './target-spec.ts';

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
      const fileName = plainFileName(name, filed.artifact.fileName);
      try {
        await makeFolder(root);
        return await place(await makePlace(name, root, spec.path), fileName, filed, signal);
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

function withFile(target: string, parcel: Parcel): FileParcel {
  const { artifact } = parcel;
  if (artifact !== null) return { ...parcel, artifact };
  throw new TargetMisdeclared({ where: `target ${target}`, got: 'a parcel without a file', expected: 'a mail target' });
}

async function place(folder: string, fileName: string, parcel: FileParcel, signal: AbortSignal): Promise<Receipt> {
  const final = join(folder, fileName);
  const there = await ifThere(readBack(final, signal));
  if (there !== null && isArtifact(there, parcel)) return receipt(final, parcel, 'already there');
  if (there !== null && !parcel.mayReplace) throw conflict(final);
  const temporary = join(folder, `.${fileName}.part`);
  await writeThenName(temporary, artifactStream(parcel.artifact, signal), signal, async (file) => {
    await prove(file, temporary, parcel, signal);
    if (there === null) await link(temporary, final);
    else await rename(temporary, final);
  });
  await syncFolder(folder);
  return receipt(final, parcel, there === null ? 'new' : 'replaced');
}

async function prove(file: FileHandle, path: string, parcel: FileParcel, signal: AbortSignal): Promise<void> {
  const written = await readBack(path, signal);
  if (!isArtifact(written, parcel)) {
    throw new TargetCorrupted({
      where: path,
      got: `${written.bytes} bytes, sha256 ${written.sha256}`,
      expected: `${parcel.artifact.bytes} bytes, sha256 ${parcel.artifact.sha256}`,
      next: 'Nothing was published; it is tried again.',
    });
  }
  if (!(await isSameFile(file, path))) throw new TargetContended({ where: path, got: 'a file of another attempt' });
}

function isArtifact(found: { bytes: number; sha256: string }, { artifact }: FileParcel): boolean {
  return found.bytes === artifact.bytes && found.sha256 === artifact.sha256;
}

function receipt(where: string, { artifact }: FileParcel, outcome: 'new' | 'replaced' | 'already there'): Receipt {
  return { where, detail: { outcome, bytes: artifact.bytes, sha256: artifact.sha256 } };
}

function conflict(where: string): TargetConflict {
  return new TargetConflict({
    where,
    got: 'another file of this name',
    expected: 'none, or the same bytes',
    next: "Move it away, or make the export's fileName name one interval only.",
  });
}
