import { setTimeout } from 'node:timers/promises';
import { userInfo } from 'node:os';
import { foldDelivery, isPending } from '../lib/archive/delivery-state.ts';
import type { DeliveryEvent } from '../lib/archive/receipt.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { ensureDeliveries } from '../processors/request-deliveries.ts';
import { wantedTargets } from '../processors/wanted-targets.ts';
import type { Engine } from '../processes/engine.ts';
import { deliveryJobId } from '../queues/job-id.ts';
import { hurryJob } from '../queues/queue-run.ts';
import type { AskedDelivery } from './deliver.ts';
import type { Output } from './output.ts';
import { withQueues } from './with-queues.ts';

const LOOK_MS = 250;

/**
 * Has the workers send a file to one target at once: one it was never for, one that gave up, or one whose next try is
 * hours away. The workers do it, because a delivery has one job and is never made twice at a time.
 */
export async function deliverNow(asked: AskedDelivery, wait: boolean, engine: Engine, output: Output): Promise<number> {
  const { run, revision, target } = asked;
  const { archive, clock } = engine;
  const before = await archive.deliveries(run, revision, target);
  refuseWhatMayHaveArrived(asked, before);
  await withQueues(engine, 'A file is sent by the workers.', async (queues) => {
    const targets = [...new Set([...(await wantedTargets(run, revision, engine)), target])];
    const stamp = { at: clock.now().toString(), by: userInfo().username };
    await archive.record(run, { ...stamp, event: 'delivering', revision, targets });
    await ensureDeliveries(queues, run, revision, [target]);
    await hurryJob(queues.byName.deliveries, deliveryJobId(run, revision, target));
  });
  const events = wait ? await untilTold(asked, before.length, engine) : before;
  const state = wait ? foldDelivery(events).state : 'queued for the workers';
  const last = events.at(-1);
  const why = wait && last !== undefined && 'code' in last ? ` · ${last.code} ${last.message}` : '';
  output.line(`${run} r${revision} to ${target}: ${state}${why}`);
  return !wait || state === 'sent' ? 0 : 1;
}

function refuseWhatMayHaveArrived({ run, target }: AskedDelivery, ledger: readonly DeliveryEvent[]): void {
  const { state } = foldDelivery(ledger);
  if (state !== 'sent' && state !== 'uncertain') return;
  throw new BadRunRequest({
    where: `${run} to ${target}`,
    got: state === 'sent' ? 'a file that the target has' : 'a file that the target may have',
    expected: 'one that it does not have',
    next: '`bordereau resend` sends the same bytes once more.',
  });
}

/** The ledger as it is once the workers have said more than that they are at it. */
async function untilTold(
  { run, revision, target }: AskedDelivery,
  known: number,
  { archive }: Engine,
): Promise<readonly DeliveryEvent[]> {
  for (;;) {
    const events = await archive.deliveries(run, revision, target);
    if (events.length > known && isTold(events)) return events;
    await setTimeout(LOOK_MS);
  }
}

/** It ended, or this attempt at it did. */
function isTold(events: readonly DeliveryEvent[]): boolean {
  const last = events.at(-1);
  return !isPending(foldDelivery(events).state) || (last?.event === 'failed' && last.recipient === undefined);
}
