import { foldDelivery, isPending } from '../lib/archive/delivery-state.ts';
import { deliveringTo } from '../lib/archive/delivering-to.ts';
import type { RunEvent } from '../lib/archive/run-event.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import { foldRun, isOpen } from '../lib/archive/run-state.ts';
import { ensureDeliveries } from '../processors/request-deliveries.ts';
import { settleRun } from '../processors/settle-run.ts';
import { ensureRunJob } from '../queues/queue-run.ts';
import { eachApart } from './each-apart.ts';
import type { SchedulerDeps } from './reconcile.ts';

/**
 * Gives a job back to each run that the archive knows as work in progress and the queue has lost: Redis was flushed, an
 * old copy of it restored, or a process died between record and job. Jobs that are there stay as they are.
 */
export async function resumeOpenRuns(deps: SchedulerDeps): Promise<void> {
  await eachApart(await deps.archive.openRuns(), deps.logger, (run) => resume(run, deps));
}

async function resume(run: RunId, deps: SchedulerDeps): Promise<void> {
  const events = await deps.archive.history(run);
  const status = foldRun(events);
  if (status === null || !isOpen(status.state)) return;
  const targets = deliveringTo(events, status.revision);
  if (targets === null) await resumeRun(run, events, deps);
  else await resumeDeliveries(run, status.revision, targets, deps);
}

async function resumeRun(run: RunId, events: readonly RunEvent[], deps: SchedulerDeps): Promise<void> {
  const asked = events.findLast((event) => event.event === 'queued');
  if (asked?.event !== 'queued') return;
  const { revision, trigger, late, why, giveUpAt = null } = asked;
  await ensureRunJob({ run, revision, trigger, late, why, giveUpAt }, deps.queues);
}

async function resumeDeliveries(
  run: RunId,
  revision: number,
  targets: readonly string[],
  deps: SchedulerDeps,
): Promise<void> {
  const pending: string[] = [];
  for (const target of targets) {
    const { state } = foldDelivery(await deps.archive.deliveries(run, revision, target));
    if (isPending(state)) pending.push(target);
  }
  if (pending.length === 0) await settleRun(run, revision, deps);
  else await ensureDeliveries(deps.queues, run, revision, pending);
}
