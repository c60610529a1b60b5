import { userInfo } from 'node:os';
import { type RunId, asRunId, parseRunId } from '../lib/archive/run-id.ts';
import { BordereauError } from '../lib/errors/bordereau-error.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { findExport } from '../lib/exports/loading/load-registry.ts';
import { ensureDeliveries, recordDelivering } from '../processors/request-deliveries.ts';
import { settleRun } from '../processors/settle-run.ts';
import type { Engine } from '../processes/engine.ts';
import { withQueues } from './with-queues.ts';

/**
 * `bordereau release` and `reject`: a person lets a held file go, or stops it; who and why is recorded. The archive is enough
 * for it: without a Redis the scheduler finds the deliveries there, and what is given back says so; else null.
 */
export async function decideHeld(
  decision: 'released' | 'rejected',
  id: string,
  why: string,
  engine: Engine,
): Promise<string | null> {
  const run = asRunId(id);
  const status = await engine.archive.status(run);
  if (status?.state !== 'held') {
    throw new BadRunRequest({ where: run, got: `a run that is ${status?.state ?? 'unknown'}`, expected: 'a held run' });
  }
  const { revision } = status;
  const by = userInfo().username;
  const event = { at: engine.clock.now().toString(), by, event: decision, revision, why };
  if (decision === 'rejected') {
    await engine.archive.record(run, event);
    return null;
  }
  const targets = findExport(engine.registry, parseRunId(run).exportId).export.deliver;
  await engine.archive.record(run, event);
  await recordDelivering({ ...engine, actor: by }, run, revision, targets);
  if (targets.length > 0) return await queueNow(run, revision, targets, engine);
  await settleRun(run, revision, { ...engine, actor: by });
  return null;
}

async function queueNow(
  run: RunId,
  revision: number,
  targets: readonly string[],
  engine: Engine,
): Promise<string | null> {
  try {
    await withQueues(engine, 'The scheduler does it.', (queues) => ensureDeliveries(queues, run, revision, targets));
    return null;
  } catch (error) {
    if (!(error instanceof BordereauError)) throw error;
    return `released; its deliveries begin with the next look of a scheduler (${error.code})`;
  }
}
