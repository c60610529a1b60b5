import { foldDelivery, isPending } from '../lib/archive/delivery-state.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { RunDeps } from './run-deps.ts';

type SettleDeps = Pick<RunDeps, 'archive' | 'clock' | 'actor' | 'logger'>;

/**
 * Ends a run once each of its deliveries has ended: `delivered`, or `partial` with the targets that are missing. Two
 * deliveries that end together may both say so; the record then says it twice, and means the same.
 */
export async function settleRun(run: RunId, revision: number, deps: SettleDeps): Promise<void> {
  const { archive, clock, actor, logger } = deps;
  const targets = await wantedTargets(run, revision, deps);
  const states = await Promise.all(
    targets.map(async (target) => foldDelivery(await archive.deliveries(run, revision, target)).state),
  );
  if (states.some(isPending)) return;
  const missing = targets.filter((_, index) => states[index] !== 'sent');
  const stamp = { at: clock.now().toString(), by: actor };
  if (missing.length === 0) {
    await archive.record(run, { ...stamp, event: 'delivered', revision });
    logger.info({ runId: run, revision }, 'run delivered');
  } else {
    await archive.record(run, { ...stamp, event: 'partial', revision, missing });
    logger.error({ runId: run, revision, missing }, 'run delivered in part');
  }
}

/** Where a revision was to go when its deliveries were asked for; nowhere when they were not. */
export async function wantedTargets(
  run: RunId,
  revision: number,
  { archive }: Pick<RunDeps, 'archive'>,
): Promise<readonly string[]> {
  const events = await archive.history(run);
  const asked = events.findLast((event) => event.event === 'delivering' && event.revision === revision);
  return asked?.event === 'delivering' ? asked.targets : [];
}
