import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { TargetConflict, TargetCorrupted, TargetMisdeclared } from '../errors/delivery-errors.ts';
import type { FileParcel, Parcel, Receipt } from './target.ts';

/** Size and sha256 of a file as it reads back. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** What the parts of a file add up to; stops between two of them after an abort. */
export async function factsOf(parts: AsyncIterable<Buffer>, signal: AbortSignal): Promise<FileFacts> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of parts) {
    signal.throwIfAborted();
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * The parcel, for a place that files are laid into by their names; throws TargetMisdeclared for one of words alone, or of a
 * name that is more than a name.
 */
export function withFile(target: string, parcel: Parcel): FileParcel {
  const { artifact } = parcel;
  if (artifact !== null) {
    refuseOddName(target, artifact.fileName);
    return { ...parcel, artifact };
  }
  throw new TargetMisdeclared({ where: `target ${target}`, got: 'a parcel without a file', expected: 'a mail target' });
}

/** A file name names one entry of a folder and nothing else. */
function refuseOddName(target: string, name: string): void {
  const sound = name === basename(name) && !name.startsWith('.') && !/[\p{Cc}\\]/u.test(name) && name !== '';
  if (sound) return;
  throw new TargetMisdeclared({
    where: `target ${target}`,
    got: `the file name ${JSON.stringify(name.slice(0, 200))}`,
    expected: 'a name without slashes, control characters or a dot in front',
    next: "Change the export's fileName.",
  });
}

/** Whether what was found at the place is the parcel's file. */
export function isArtifact(found: FileFacts, { artifact }: FileParcel): boolean {
  return found.bytes === artifact.bytes && found.sha256 === artifact.sha256;
}

export function laidReceipt(
  where: string,
  { artifact }: FileParcel,
  outcome: 'new' | 'replaced' | 'already there',
): Receipt {
  return { where, detail: { outcome, bytes: artifact.bytes, sha256: artifact.sha256 } };
}

/** The name has another file, which the parcel may not replace. */
export function nameTaken(where: string): TargetConflict {
  return new TargetConflict({
    where,
    got: 'another file of this name',
    expected: 'none, or the same bytes',
    next: "Move it away, or make the export's fileName name one interval only.",
  });
}

/** The written file reads back as something else. */
export function readsBackOtherwise(where: string, found: FileFacts, { artifact }: FileParcel): TargetCorrupted {
  return new TargetCorrupted({
    where,
    got: `${found.bytes} bytes, sha256 ${found.sha256}`,
    expected: `${artifact.bytes} bytes, sha256 ${artifact.sha256}`,
    next: 'Nothing was published; it is tried again.',
  });
}
