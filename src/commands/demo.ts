import { setTimeout } from 'node:timers/promises';
import type { RunId } from '../lib/archive/run-id.ts';
import { isOpen } from '../lib/archive/run-state.ts';
import type { Settings } from '../lib/config/settings.ts';
import { withReleasers } from '../lib/lifecycle.ts';
import { createLogger } from '../lib/logger.ts';
import { embeddedRedis, withSampleSources } from '../processes/embedded.ts';
import { type Engine, loadEngine } from '../processes/engine.ts';
import { startScheduler } from '../processes/start-scheduler.ts';
import { startWorker } from '../processes/start-worker.ts';
import { connectRedis } from '../queues/connection.ts';
import { queueRun, queueRunAgain } from '../queues/queue-run.ts';
import { type QueueSet, openQueues } from '../queues/queue-set.ts';
import { type Seen, showProgress } from './demo-progress.ts';
import { goodStates, tellResult } from './demo-result.ts';
import { type DemoExport, demoExports } from './demo-runs.ts';
import type { Output } from './output.ts';

const LOOK_MS = 200;

/**
 * `bordereau demo`: the morning after the sample day, the month's bills and the segments that have finished, from queue to
 * delivered files. Exit code 1 when an export failed.
 */
export async function demo(settings: Settings, output: Output): Promise<number> {
  const logger = createLogger(settings.logLevel === 'info' ? 'error' : settings.logLevel);
  const plain = await loadEngine(settings, 'demo', logger);
  output.line('Sample data: databases of an invented call centre…');
  const names = new Set([...plain.registry.values()].map(({ export: made }) => made.source));
  const engine = { ...plain, settings: await withSampleSources(plain.settings, names) };
  const exports = await demoExports(engine);
  const pending = await unfinished(engine, exports);
  if (pending.length === 0) output.line('Everything is already published; nothing is made twice.');
  else await makeAll(engine, exports, pending, output);
  return (await tellResult(engine, exports, output)) ? 0 : 1;
}

async function unfinished(engine: Engine, exports: readonly DemoExport[]): Promise<DemoExport[]> {
  const left = await Promise.all(
    exports.map(async (each) => {
      const seen = await look(engine, each.runs);
      const open = seen.filter(({ status }) => status === null || !goodStates.has(status.state));
      return { ...each, runs: open.map(({ run }) => run) };
    }),
  );
  return left.filter(({ runs }) => runs.length > 0);
}

async function look({ archive }: Engine, runs: readonly RunId[]): Promise<Seen[]> {
  return Promise.all(runs.map(async (run) => ({ run, status: await archive.status(run) })));
}

async function makeAll(
  engine: Engine,
  exports: readonly DemoExport[],
  pending: readonly DemoExport[],
  output: Output,
): Promise<void> {
  await withReleasers(async (releasers) => {
    const redisUrl = await embeddedRedis(releasers);
    output.line('Started a private redis-server, a scheduler and a worker.');
    const worker = await startWorker(engine, redisUrl);
    releasers.push('worker', () => worker.stop());
    const redis = await connectRedis(redisUrl);
    releasers.push('queues', () => redis.disconnect());
    const queues = openQueues(redis, engine.settings.queuePrefix);
    const count = pending.reduce((sum, { runs }) => sum + runs.length, 0);
    output.line(`Due by the morning after the sample day: ${pending.length} exports, ${count} files.`);
    const begin = async (): Promise<void> => {
      await queueAll(engine, queues, pending);
      const scheduler = await startScheduler(engine, redisUrl, { since: engine.clock.now() });
      releasers.push('scheduler', () => scheduler.stop());
    };
    await Promise.all([begin(), watch(engine, queues, exports, output)]);
    await releasers.release();
  });
}

async function queueAll(engine: Engine, queues: QueueSet, pending: readonly DemoExport[]): Promise<void> {
  const wanted = { revision: 1, late: false, giveUpAt: null, why: 'demo' } as const;
  for (const { trigger, runs } of pending) {
    for (const { run, status } of await look(engine, runs)) {
      const again = status !== null && !isOpen(status.state);
      await (again ? queueRunAgain : queueRun)({ ...wanted, run, trigger }, { ...engine, queues });
    }
  }
}

async function watch(engine: Engine, queues: QueueSet, exports: readonly DemoExport[], output: Output): Promise<void> {
  const progress = showProgress(output);
  for (;;) {
    const seen = await Promise.all(exports.map(async ({ id, runs }) => ({ id, runs: await look(engine, runs) })));
    await progress(seen, queues);
    const states = seen.flatMap(({ runs }) => runs);
    const busy = states.some(({ status }) => status === null || isOpen(status.state));
    // A run that waits for its next attempt has failed as far as a demo is concerned.
    const stuck = states.every(({ status }) => status !== null && (!isOpen(status.state) || status.error !== null));
    if (!busy || stuck) return;
    await setTimeout(LOOK_MS);
  }
}
