import type { Logger } from '../lib/logger.ts';
import { type ExpiryDeps, dueFiles, expireFile } from './expire-files.ts';
import type { JobKind } from './host.ts';

/** Twice the longest time an attempt may take: what is older belongs to an attempt that died. */
const LEFTOVER_HOURS = 48;
const sweepRetries = { firstDelayMs: 60_000, longestDelayMs: 600_000, attempts: 3 };

type SweepDeps = ExpiryDeps & { readonly logger: Logger };

/** The jobs of the queue `sweeps`: removes what attempts left behind when they died, and files whose time is up. */
export function sweepJobs(deps: SweepDeps): JobKind<'sweeps'> {
  const { archive, clock } = deps;
  return {
    queue: 'sweeps',
    retries: sweepRetries,
    async process() {
      const removed = await archive.removeLeftovers(clock.now().subtract({ hours: LEFTOVER_HOURS }));
      return { summary: { removed, expired: await expireDueFiles(deps) } };
    },
  };
}

/** Removes every file whose time is up; gives their number. */
async function expireDueFiles(deps: SweepDeps): Promise<number> {
  let expired = 0;
  for await (const file of dueFiles(await deps.archive.recordedExports(), deps)) {
    const fields = { runId: file.run, revision: file.manifest.revision };
    const outcome = await expireFile(file, deps);
    if (outcome === 'removed') expired++;
    if (outcome === 'not ours') deps.logger.error(fields, 'expired file has changed and is left');
    else deps.logger.info({ ...fields, outcome }, 'file expired');
  }
  return expired;
}
