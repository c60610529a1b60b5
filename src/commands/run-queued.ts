import { setTimeout } from 'node:timers/promises';
import { isOpen } from '../lib/archive/run-state.ts';
import type { Engine } from '../processes/engine.ts';
import { type WantedRun, queueRun, queueRunAgain } from '../queues/queue-run.ts';
import type { AskedRun } from './export.ts';
import { type RunReport, reportRun } from './run-report.ts';
import { withQueues } from './with-queues.ts';

const LOOK_MS = 250;

/** Queues runs for the workers; with `wait`, looks at the archive until each has ended or waits for a person. */
export async function runQueued(asked: readonly AskedRun[], wait: boolean, engine: Engine): Promise<RunReport[]> {
  if (asked.length === 0) return [];
  return await withQueues(engine, 'Or build here and now with --inline.', async (queues) => {
    for (const { run, revision, again, trigger, why } of asked) {
      const wanted: WantedRun = { run, revision, trigger, late: false, giveUpAt: null, why };
      await (again ? queueRunAgain : queueRun)(wanted, { ...engine, queues });
    }
    return await Promise.all(asked.map(({ run }) => (wait ? ended(engine, run) : reportRun(engine.archive, run))));
  });
}

async function ended(engine: Engine, run: AskedRun['run']): Promise<RunReport> {
  for (;;) {
    const status = await engine.archive.status(run);
    if (status !== null && !isOpen(status.state)) return await reportRun(engine.archive, run);
    await setTimeout(LOOK_MS);
  }
}
