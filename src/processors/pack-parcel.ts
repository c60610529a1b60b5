import type { RunId } from '../lib/archive/run-id.ts';
import { refuseExpired } from '../lib/archive/refuse-expired.ts';
import { bodyText } from '../lib/delivery/mail/body-text.ts';
import type { Encryption } from '../lib/delivery/encryption/encryption.ts';
import { type LargeFiles, whereText } from '../lib/delivery/large-files.ts';
import { estimatedBytes } from '../lib/delivery/mail/mail-message.ts';
import type { Parcel, ParcelArtifact } from '../lib/delivery/target.ts';
import { ArchiveDamaged } from '../lib/errors/archive-errors.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { targetFileName } from '../lib/exports/making/target-file-name.ts';
import { targetOf } from '../lib/exports/target-of.ts';
import { isInBody, isNote, mailOf } from '../lib/exports/making/mail-of-run.ts';
import type { RunDeps } from './run-deps.ts';

/** What packing works with. */
export type PackDeps = Pick<RunDeps, 'archive' | 'sealed'>;

interface SentArtifact {
  readonly artifact: ParcelArtifact;
  readonly encrypt: Encryption | null;
}

/**
 * What one target gets of a published revision: the file, encrypted where the target says so; or its text in the body of
 * the mail; or where it is, when it is too large for a mail; or a note that there is no data. It is sent for the first
 * time. Throws ArchiveDamaged, ArtifactExpired, and what `bodyText` and `sealArtifact` throw.
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
  const { name: fileName, bytes, sha256, contentType } = manifest.file;
  const published = { path: archive.artifactPath(run, manifest), fileName, bytes, sha256, contentType };
  const fileFor = async (place: string): Promise<SentArtifact> => {
    const named = { ...published, fileName: targetFileName(definition, place, manifest) };
    const { encrypt = null } = targetOf(definition.operation, place);
    if (encrypt === null) return { artifact: named, encrypt };
    return { artifact: await sealed(named, encrypt, { run, revision, target: place }, signal), encrypt };
  };
  const supersedes = revision > 1 ? revision - 1 : null;
  const parcel = {
    ...{ runId: run, revision, recipient: null, artifact: null },
    ...{ copy: 0, supersedes, mayReplace: supersedes !== null },
    about: { rows: manifest.rows, interval: { from: manifest.interval.from, to: manifest.interval.to } },
  };
  const mail = mailOf(definition, manifest);
  if (isNote(definition, manifest)) return { ...parcel, mail };
  await refuseExpired(archive, run, revision);
  if (isInBody(definition, target))
    return { ...parcel, mail: { subject: mail.subject, text: await bodyText(published, signal) } };
  const { artifact, encrypt } = await fileFor(target);
  const whole = { ...parcel, artifact, mail: mailOf(definition, manifest, { fileName: artifact.fileName, encrypt }) };
  const large = largeFilesOf(definition, target);
  if (large === null || estimatedBytes(whole) <= large.bytes) return whole;
  const elsewhere = await fileFor(large.target);
  const where = whereText(large, elsewhere.artifact.fileName);
  const sent = { fileName: elsewhere.artifact.fileName, where, encrypt: elsewhere.encrypt };
  return { ...parcel, elsewhere: elsewhere.artifact, mail: mailOf(definition, manifest, sent) };
}

function largeFilesOf({ operation }: ExportDefinition, target: string): LargeFiles | null {
  const spec = targetOf(operation, target);
  return (spec.kind === 'mail' ? spec.above : null) ?? null;
}
