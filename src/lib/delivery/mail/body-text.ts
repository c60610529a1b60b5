import { buffer } from 'node:stream/consumers';
import { MailBodyTooLarge } from '../../errors/delivery-errors.ts';
import { artifactStream } from '../artifact-stream.ts';
import type { ParcelArtifact } from '../target.ts';

/** The longest file that goes as the body of a mail: mail programs open no longer ones with ease. */
const MOST_BYTES = 1024 * 1024;

/** The text of a UTF-8 file, as the body of a mail. Throws MailBodyTooLarge above 1 MiB, and what artifactStream throws. */
export async function bodyText(artifact: ParcelArtifact, signal: AbortSignal): Promise<string> {
  if (artifact.bytes > MOST_BYTES) {
    throw new MailBodyTooLarge({
      where: artifact.fileName,
      got: `${artifact.bytes} bytes for the body of a mail`,
      expected: `at most ${MOST_BYTES}`,
      next: 'Send it as an attachment (inBody = false), or make it smaller.',
    });
  }
  return (await buffer(artifactStream(artifact, signal))).toString();
}
