import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

const PART_BYTES = 256 * 1024;

/** The sha256 of a file in lower-case hexadecimal; memory does not grow with the file. Throws what the system says. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: PART_BYTES }), hash);
  return hash.digest('hex');
}
