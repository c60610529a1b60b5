import type { Archive } from '../lib/archive/archive.ts';
import type { Clock } from '../lib/clock.ts';
import type { JobKind } from './host.ts';

/** Twice the longest time an attempt may take: what is older belongs to an attempt that died. */
const LEFTOVER_HOURS = 48;
const sweepRetries = { firstDelayMs: 60_000, longestDelayMs: 600_000, attempts: 3 };

/** The jobs of the queue `sweeps`: removes what attempts left behind when they died. */
export function sweepJobs({ archive, clock }: { archive: Archive; clock: Clock }): JobKind<'sweeps'> {
  return {
    queue: 'sweeps',
    retries: sweepRetries,
    async process() {
      const removed = await archive.removeLeftovers(clock.now().subtract({ hours: LEFTOVER_HOURS }));
      return { summary: { removed } };
    },
  };
}
