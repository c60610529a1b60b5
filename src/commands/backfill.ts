import { hostname, userInfo } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { RunId } from '../lib/archive/run-id.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { findExport } from '../lib/exports/loading/load-registry.ts';
import type { Engine } from '../processes/engine.ts';
import { queueRun, queueRunAgain } from '../queues/queue-run.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import { type BackfillRange, type BackfillScope, type BackfillStep, planBackfill } from './backfill-plan.ts';
import type { Output } from './output.ts';
import { type RunReport, reportRun } from './run-report.ts';
import { countText } from './table.ts';
import { withQueues } from './with-queues.ts';

export interface BackfillOptions extends BackfillRange {
  readonly only: BackfillScope;
  readonly reverse?: boolean;
  /** Runs in the queue at a time. */
  readonly concurrency: number;
  readonly dryRun?: boolean;
  readonly why?: string;
}

const LOOK_MS = 250;
/** In these a run takes up a place of the backfill. */
const AT_WORK = new Set(['queued', 'building', 'delivering']);
const FAILED = new Set(['failed', 'partial']);

/**
 * `bordereau backfill`: makes past intervals of an export at its own pace, a few in the queue at a time. What is left is
 * read from the archive, so the same command goes on after it was killed. Gives the exit code: 1 when a run failed.
 */
export async function backfill(
  exportId: string,
  options: BackfillOptions,
  engine: Engine,
  output: Output,
): Promise<number> {
  const definition = findExport(engine.registry, exportId);
  const { only, why, reverse = false, dryRun = false, concurrency } = options;
  if (only === 'all' && why === undefined) {
    const expected = '--why beside it: new revisions replace files that people may have';
    throw new BadRunRequest({ where: 'backfill', got: '--only all', expected });
  }
  const reason = why === undefined ? null : `${why} (${userInfo().username}@${hostname()})`;
  const oldestFirst = await planBackfill(definition, options, { only, why: reason }, engine);
  const steps = reverse ? oldestFirst.reverse() : oldestFirst;
  const left = steps.filter(({ kind }) => kind !== 'done');
  output.line(`${exportId}: ${steps.length} intervals, ${left.length} of them to make`);
  if (dryRun) {
    for (const { run, kind, revision } of left) output.line(`  ${run}: ${kind} r${revision}`);
    return 0;
  }
  if (left.length === 0) return 0;
  const reports = await withQueues(engine, 'A backfill is made by the workers.', (queues) =>
    work(left, { reason, concurrency, queues, engine, output }),
  );
  const failed = reports.filter(({ state }) => FAILED.has(state)).length;
  output.line(`${exportId}: ${reports.length} made, ${failed} of them failed`);
  return failed === 0 ? 0 : 1;
}

interface Work {
  readonly reason: string | null;
  readonly concurrency: number;
  readonly queues: QueueSet;
  readonly engine: Engine;
  readonly output: Output;
}

/** Queues the next step whenever fewer than `concurrency` are at work; tells each one that ends. */
async function work(steps: readonly BackfillStep[], at: Work): Promise<RunReport[]> {
  const waiting = [...steps];
  const atWork = new Set<RunId>();
  const reports: RunReport[] = [];
  while (waiting.length + atWork.size > 0) {
    for (const step of waiting.splice(0, at.concurrency - atWork.size)) {
      await queueStep(step, at);
      atWork.add(step.run);
    }
    for (const run of atWork) {
      const report = await reportRun(at.engine.archive, run);
      if (AT_WORK.has(report.state)) continue;
      atWork.delete(run);
      reports.push(report);
      at.output.line(`  ${reports.length}/${steps.length} ${told(report)}`);
    }
    if (atWork.size > 0) await setTimeout(LOOK_MS);
  }
  return reports;
}

async function queueStep({ run, kind, revision }: BackfillStep, { reason, queues, engine }: Work): Promise<void> {
  const wanted = { run, revision, trigger: 'backfill', late: false, giveUpAt: null, why: reason } as const;
  const deps = { ...engine, queues };
  if (kind === 'make again') await queueRunAgain(wanted, deps);
  else await queueRun(wanted, deps);
}

function told({ run, state, rows, why }: RunReport): string {
  return [
    `${run}: ${state}`,
    ...(rows === null ? [] : [`${countText(rows)} rows`]),
    ...(why === null ? [] : [why]),
  ].join(' · ');
}
