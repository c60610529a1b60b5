import { ArtifactExpired } from '../errors/delivery-errors.ts';
import type { Archive } from './archive.ts';
import type { RunId } from './run-id.ts';
import { expiryOf } from './run-state.ts';

/** Throws ArtifactExpired for a published file whose bytes are no longer kept. */
export async function refuseExpired(archive: Archive, run: RunId, revision: number): Promise<void> {
  const expiredAt = expiryOf(await archive.status(run), revision);
  if (expiredAt === null) return;
  throw new ArtifactExpired({
    where: `${run} r${revision}`,
    got: `a file whose time was up on ${expiredAt.slice(0, 10)}`,
    expected: 'a file that is still kept',
    next: 'Its record and manifest are kept. `bordereau export … --again --why "…"` builds the interval anew.',
  });
}
