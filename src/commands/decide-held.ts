import { userInfo } from 'node:os';
import { asRunId } from '../lib/archive/run-id.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { findExport } from '../lib/exports/load-registry.ts';
import { parseRunId } from '../lib/archive/run-id.ts';
import { queueDeliveries, recordDelivering } from '../processors/request-deliveries.ts';
import { settleRun } from '../processors/settle-run.ts';
import { type Engine, runDeps } from '../processes/engine.ts';
import { withQueues } from './with-queues.ts';

/** `bordereau release` and `reject`: a person lets a held file go, or stops it; who and why is recorded. */
export async function decideHeld(
  decision: 'released' | 'rejected',
  id: string,
  why: string,
  engine: Engine,
): Promise<void> {
  const run = asRunId(id);
  const status = await engine.archive.status(run);
  if (status?.state !== 'held') {
    throw new BadRunRequest({ where: run, got: `a run that is ${status?.state ?? 'unknown'}`, expected: 'a held run' });
  }
  const { revision } = status;
  const actor = { ...engine, actor: userInfo().username };
  await engine.archive.record(run, {
    at: engine.clock.now().toString(),
    by: actor.actor,
    event: decision,
    revision,
    why,
  });
  if (decision === 'rejected') return;
  const targets = findExport(engine.registry, parseRunId(run).exportId).export.deliver;
  await recordDelivering(actor, run, revision, targets);
  if (targets.length === 0)
    await settleRun(
      run,
      revision,
      runDeps(engine, () => Promise.resolve()),
    );
  else
    await withQueues(
      engine,
      'The run is released; its deliveries begin with the next scheduler that starts.',
      (queues) => queueDeliveries(queues, run, revision, targets),
    );
}
