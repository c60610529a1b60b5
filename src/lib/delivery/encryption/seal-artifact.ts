import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '../../archive/archive.ts';
import type { RunId } from '../../archive/run-id.ts';
import type { SealManifest } from '../../archive/sealed-files.ts';
import type { Clock } from '../../clock.ts';
import { ArchiveDamaged } from '../../errors/archive-errors.ts';
import { fileSystemError } from '../../errors/file-system.ts';
import { artifactStream } from '../artifact-stream.ts';
import type { Seal } from './seal.ts';
import type { ParcelArtifact } from '../target.ts';

/** Which delivery an encrypted copy is made for. */
export interface SealFor {
  readonly run: RunId;
  readonly revision: number;
  readonly target: string;
}

/**
 * The encrypted copy of an archived file that a target gets: made once and kept beside its ledger, so that every try and
 * every re-send gives the same bytes. Nothing of it is there until it is whole. Errors: those of `artifactStream`, of the
 * seal and of the archive.
 */
export async function sealArtifact(
  artifact: ParcelArtifact,
  { run, revision, target }: SealFor,
  seal: Seal,
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
  signal: AbortSignal,
): Promise<ParcelArtifact> {
  const of = { revision, target, seal: seal.id };
  const known = await archive.sealed.find(run, of);
  if (known !== null) return artifactOf(archive, run, known, artifact);
  const workspace = await archive.sealed.workspace(run, of);
  try {
    const name = `${artifact.fileName}${seal.extension}`;
    const written = await writeSealed(artifact, seal, workspace.path(name), signal);
    const file = { name, ...written, contentType: seal.contentType };
    const sealedAt = clock.now().toString();
    await workspace.publish({ version: 1, runId: run, ...of, contentSha256: artifact.sha256, file, sealedAt });
  } finally {
    await workspace.discard();
  }
  return artifactOf(archive, run, await archive.sealed.find(run, of), artifact);
}

/** The copy as a parcel's file; another attempt may have made it. */
function artifactOf(
  archive: Archive,
  run: RunId,
  manifest: SealManifest | null,
  plain: ParcelArtifact,
): ParcelArtifact {
  if (manifest === null || manifest.contentSha256 !== plain.sha256) {
    throw new ArchiveDamaged({ where: run, got: 'an encrypted copy of something else', expected: plain.fileName });
  }
  const { name, bytes, sha256, contentType } = manifest.file;
  return { path: archive.sealed.path(run, manifest), fileName: name, bytes, sha256, contentType };
}

async function writeSealed(
  artifact: ParcelArtifact,
  seal: Seal,
  path: string,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(parts: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const part of parts) {
      hash.update(part);
      bytes += part.length;
      yield part;
    }
  }
  const plain = artifactStream(artifact, signal);
  // What is wrong with the archived file says more than what the encryption makes of it.
  let fault: unknown;
  plain.on('error', (error) => (fault = error));
  try {
    const sealed = await seal.seal(plain, artifact.fileName);
    await pipeline(sealed, measured, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }), { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw fault ?? fileSystemError(path, error);
  } finally {
    plain.destroy();
  }
  return { bytes, sha256: hash.digest('hex') };
}
