import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { ArtifactChanged, ArtifactMissing } from '../errors/delivery-errors.ts';
import type { ParcelArtifact } from './target.ts';

const PART_BYTES = 256 * 1024;

/**
 * The bytes of an archived file, proved while they pass: the stream fails at its end, instead of ending, when size or
 * sha256 differ from the manifest. Errors: ArtifactMissing, ArtifactChanged, the signal's reason.
 */
export function artifactStream(artifact: ParcelArtifact, signal: AbortSignal): Readable {
  return Readable.from(provedParts(artifact, signal), { objectMode: false });
}

async function* provedParts(artifact: ParcelArtifact, signal: AbortSignal): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of createReadStream(artifact.path, { highWaterMark: PART_BYTES, signal })) {
      const buffer: Buffer = part;
      hash.update(buffer);
      bytes += buffer.length;
      yield buffer;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isReadError(error) ? unreadable(artifact, error) : error;
  }
  const sha256 = hash.digest('hex');
  if (bytes === artifact.bytes && sha256 === artifact.sha256) return;
  throw new ArtifactChanged({
    where: artifact.path,
    got: `${bytes} bytes, sha256 ${sha256}`,
    expected: `${artifact.bytes} bytes, sha256 ${artifact.sha256}, as its manifest says`,
    next: 'Nothing was delivered. Find out what changed the archive, then build the interval again.',
  });
}

/** What the stream's consumer throws comes through here too and must pass as it is. */
function isReadError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && (error.syscall === 'open' || error.syscall === 'read');
}

function unreadable(artifact: ParcelArtifact, error: NodeJS.ErrnoException): ArtifactMissing {
  return new ArtifactMissing({
    where: artifact.path,
    got: error.code ?? 'a read error',
    expected: 'the published file',
    next: 'Restore it from a backup, or build the interval again.',
    cause: error,
  });
}
