import { TargetConflict, TargetCorrupted, TargetMisdeclared } from '../errors/delivery-errors.ts';
import type { FileParcel, Parcel, Receipt } from './target.ts';

/** Size and sha256 of a file as it reads back. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** The parcel, for a target that can only take files; a parcel of words alone throws TargetMisdeclared. */
export function withFile(target: string, parcel: Parcel): FileParcel {
  const { artifact } = parcel;
  if (artifact !== null) return { ...parcel, artifact };
  throw new TargetMisdeclared({ where: `target ${target}`, got: 'a parcel without a file', expected: 'a mail target' });
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
