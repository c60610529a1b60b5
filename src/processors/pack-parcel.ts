import type { Archive } from '../lib/archive/archive.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import { refuseExpired } from '../lib/archive/refuse-expired.ts';
import { bodyText } from '../lib/delivery/body-text.ts';
import type { Parcel } from '../lib/delivery/target.ts';
import { ArchiveDamaged } from '../lib/errors/archive-errors.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { isInBody, isNote, mailOf } from '../lib/exports/mail-of-run.ts';

/**
 * What one target gets of a published revision: the file, or its text in the body of the mail, or a note that there is no
 * data. It is sent for the first time. Throws ArchiveDamaged, ArtifactExpired, and what `bodyText` throws.
 */
export async function packParcel(
  run: RunId,
  revision: number,
  definition: ExportDefinition,
  target: string,
  archive: Archive,
  signal: AbortSignal,
): Promise<Parcel> {
  const manifest = await archive.manifest(run, revision);
  if (manifest === null) {
    throw new ArchiveDamaged({ where: `${run} r${revision}`, got: 'no manifest', expected: 'a published revision' });
  }
  const { name: fileName, bytes, sha256, contentType } = manifest.file;
  const artifact = { path: archive.artifactPath(run, manifest), fileName, bytes, sha256, contentType };
  const mail = mailOf(definition, manifest);
  const supersedes = revision > 1 ? revision - 1 : null;
  const parcel = {
    runId: run,
    revision,
    recipient: null,
    artifact,
    mail,
    copy: 0,
    supersedes,
    mayReplace: supersedes !== null,
  };
  if (isNote(definition, manifest)) return { ...parcel, artifact: null };
  await refuseExpired(archive, run, revision);
  if (!isInBody(definition, target)) return parcel;
  return { ...parcel, artifact: null, mail: { subject: mail.subject, text: await bodyText(artifact, signal) } };
}
