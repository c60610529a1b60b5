import { userInfo } from 'node:os';
import type { Archive } from '../lib/archive/archive.ts';
import { foldDelivery } from '../lib/archive/delivery-state.ts';
import { type RunId, asRunId } from '../lib/archive/run-id.ts';
import { refuseExpired } from '../lib/archive/refuse-expired.ts';
import { closest } from '../lib/did-you-mean.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { ensureDeliveries } from '../processors/request-deliveries.ts';
import { wantedTargets } from '../processors/wanted-targets.ts';
import type { Engine } from '../processes/engine.ts';
import { withQueues } from './with-queues.ts';

export interface ResendOptions {
  readonly why: string;
  /** Only to these targets; absent: to all that the revision went to. */
  readonly to?: readonly string[];
  /** Only to targets and recipients who do not have it. */
  readonly missing?: boolean;
}

/** `bordereau resend`: sends the newest file of a run once more, the same bytes; who and why is in each ledger. */
export async function resend(id: string, { why, to, missing = false }: ResendOptions, engine: Engine): Promise<void> {
  const run = asRunId(id);
  const { archive, clock } = engine;
  const status = await archive.status(run);
  const revision = status?.published.at(-1)?.revision;
  if (revision === undefined || (status?.state !== 'delivered' && status?.state !== 'partial')) {
    const got = `a run that is ${status?.state ?? 'unknown'}`;
    throw new BadRunRequest({ where: run, got, expected: 'a run that was delivered, or delivered in part' });
  }
  await refuseExpired(archive, run, revision);
  const all = await wantedTargets(run, revision, engine);
  const asked = chosen(run, all, to);
  const targets = missing ? await withoutIt(run, revision, asked, archive) : asked;
  await withQueues(engine, 'A file is sent by the workers.', async (queues) => {
    const stamp = { at: clock.now().toString(), by: userInfo().username };
    for (const target of targets)
      await archive.recordDelivery(run, revision, target, {
        ...stamp,
        event: 'again',
        why,
        ...(missing ? { missing } : {}),
      });
    await archive.record(run, { ...stamp, event: 'delivering', revision, targets: [...all] });
    await ensureDeliveries(queues, run, revision, targets);
  });
}

async function withoutIt(
  run: RunId,
  revision: number,
  targets: readonly string[],
  archive: Archive,
): Promise<readonly string[]> {
  const ledgers = await Promise.all(targets.map((target) => archive.deliveries(run, revision, target)));
  const left = targets.filter((_, index) => foldDelivery(ledgers[index] ?? []).state !== 'sent');
  if (left.length > 0) return left;
  throw new BadRunRequest({ where: run, got: 'nobody who misses it', expected: 'a run that was delivered in part' });
}

function chosen(run: RunId, all: readonly string[], wanted: readonly string[] = all): readonly string[] {
  const unknown = wanted.find((target) => !all.includes(target));
  if (unknown === undefined && wanted.length > 0) return wanted;
  const meant = closest(unknown ?? '', all);
  throw new BadRunRequest({
    where: run,
    got: unknown === undefined ? 'no target' : JSON.stringify(unknown),
    expected: `targets it went to: ${all.join(', ') || 'none'}`,
    ...(meant === undefined ? {} : { next: `Did you mean ${meant}?` }),
  });
}
