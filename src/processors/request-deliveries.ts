import type { Archive } from '../lib/archive/archive.ts';
import { deliveringTo } from '../lib/archive/delivering-to.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { Clock } from '../lib/clock.ts';
import { deliveryJobId } from '../queues/job-id.ts';
import { removeEndedJob } from '../queues/queue-run.ts';
import type { QueueSet } from '../queues/queue-set.ts';

/** Queues one job for each target of a published revision; doing it again changes nothing. */
export async function queueDeliveries(
  queues: QueueSet,
  run: RunId,
  revision: number,
  targets: readonly string[],
): Promise<void> {
  for (const target of targets) {
    await queues.add('deliveries', deliveryJobId(run, revision, target), { v: 1, runId: run, revision, target });
  }
}

/** The same for deliveries the archive knows as pending: a job that ended without an outcome is replaced. */
export async function ensureDeliveries(
  queues: QueueSet,
  run: RunId,
  revision: number,
  targets: readonly string[],
): Promise<void> {
  for (const target of targets) {
    await removeEndedJob(queues.byName.deliveries, deliveryJobId(run, revision, target));
  }
  await queueDeliveries(queues, run, revision, targets);
}

/** Records that a revision is on its way to these targets, once; from then on the archive knows who is to get it. */
export async function recordDelivering(
  { archive, clock, actor }: { archive: Archive; clock: Clock; actor: string },
  run: RunId,
  revision: number,
  targets: readonly string[],
): Promise<void> {
  if (deliveringTo(await archive.history(run), revision) !== null) return;
  await archive.record(run, {
    at: clock.now().toString(),
    by: actor,
    event: 'delivering',
    revision,
    targets: [...targets],
  });
}
