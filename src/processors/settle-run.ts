import { foldDelivery, isPending } from '../lib/archive/delivery-state.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import { type TellDeps, tellOutcome } from './tell-outcome.ts';
import { wantedTargets } from './wanted-targets.ts';

/**
 * Ends a run once each of its deliveries has ended: `delivered`, or `partial` with the targets that are missing, which the
 * operators are told; false while some are under way. Two deliveries that end together may both say so; the record then
 * says it twice, and means the same.
 */
export async function settleRun(run: RunId, revision: number, deps: TellDeps): Promise<boolean> {
  const { archive, clock, actor, logger } = deps;
  const targets = await wantedTargets(run, revision, deps);
  const states = await Promise.all(
    targets.map(async (target) => foldDelivery(await archive.deliveries(run, revision, target)).state),
  );
  if (states.some(isPending)) return false;
  const missing = targets.filter((_, index) => states[index] !== 'sent');
  const stamp = { at: clock.now().toString(), by: actor };
  if (missing.length === 0) {
    await archive.record(run, { ...stamp, event: 'delivered', revision });
    logger.info({ runId: run, revision }, 'run delivered');
  } else {
    await archive.record(run, { ...stamp, event: 'partial', revision, missing });
    logger.error({ runId: run, revision, missing }, 'run delivered in part');
    await tellOutcome(run, deps);
  }
  return true;
}
