import type { Archive } from '../lib/archive/archive.ts';
import { closest } from '../lib/did-you-mean.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';

/** The part of an archive that a command looks at; absent: all of it. */
export interface ArchivePart {
  readonly operation?: string;
  /** `operation/export`. */
  readonly export?: string;
}

/** Exports of the archive in a part of it. Throws BadRunRequest for a part that it does not have: a typing error is not "nothing". */
export async function exportsOfPart(archive: Archive, part: ArchivePart): Promise<readonly string[]> {
  const all = await archive.recordedExports();
  const wanted = part.export ?? part.operation;
  if (wanted === undefined) return all;
  const found = all.filter((id) => id === wanted || (part.export === undefined && id.startsWith(`${wanted}/`)));
  if (found.length > 0) return found;
  const known = part.export === undefined ? all.map((id) => id.split('/')[0] ?? '') : all;
  const meant = closest(wanted, [...new Set(known)]);
  throw new BadRunRequest({
    where: 'archive',
    got: JSON.stringify(wanted),
    expected: 'an operation or export that it has',
    ...(meant === undefined ? {} : { next: `Did you mean ${meant}?` }),
  });
}
