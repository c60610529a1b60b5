import type { RunId } from '../lib/archive/run-id.ts';
import { refuseExpired } from '../lib/archive/refuse-expired.ts';
import { bodyText } from '../lib/delivery/body-text.ts';
import type { Parcel } from '../lib/delivery/target.ts';
import { ArchiveDamaged } from '../lib/errors/archive-errors.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { targetFileName } from '../lib/exports/target-file-name.ts';
import { targetOf } from '../lib/exports/target-of.ts';
import { isInBody, isNote, mailOf } from '../lib/exports/mail-of-run.ts';
import type { RunDeps } from './run-deps.ts';

/** What packing works with. */
export type PackDeps = Pick<RunDeps, 'archive' | 'sealed'>;

/**
 * What one target gets of a published revision: the file, encrypted where the target says so; or its text in the body of
 * the mail; or a note that there is no data. It is sent for the first time. Throws ArchiveDamaged, ArtifactExpired, and what
 * `bodyText` and `sealArtifact` throw.
 */
export async function packParcel(
  run: RunId,
  revision: number,
  definition: ExportDefinition,
  target: string,
  { archive, sealed }: PackDeps,
  signal: AbortSignal,
): Promise<Parcel> {
  const manifest = await archive.manifest(run, revision);
  if (manifest === null) {
    throw new ArchiveDamaged({ where: `${run} r${revision}`, got: 'no manifest', expected: 'a published revision' });
  }
  const { bytes, sha256, contentType } = manifest.file;
  const fileName = targetFileName(definition, target, manifest);
  const plain = { path: archive.artifactPath(run, manifest), fileName, bytes, sha256, contentType };
  const supersedes = revision > 1 ? revision - 1 : null;
  const parcel = {
    ...{ runId: run, revision, recipient: null },
    ...{ copy: 0, supersedes, mayReplace: supersedes !== null },
  };
  const mail = mailOf(definition, manifest, fileName);
  if (isNote(definition, manifest)) return { ...parcel, artifact: null, mail };
  await refuseExpired(archive, run, revision);
  if (isInBody(definition, target))
    return { ...parcel, artifact: null, mail: { subject: mail.subject, text: await bodyText(plain, signal) } };
  const { encrypt } = targetOf(definition.operation, target);
  if (encrypt === undefined) return { ...parcel, artifact: plain, mail };
  const artifact = await sealed(plain, encrypt, { run, revision, target }, signal);
  return { ...parcel, artifact, mail: mailOf(definition, manifest, artifact.fileName) };
}
