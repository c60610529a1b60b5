import { setTimeout } from 'node:timers/promises';
import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { SAMPLE_DAY } from '../embedded/sample/segments.ts';
import { type RunId, makeRunId } from '../lib/archive/run-id.ts';
import { isOpen } from '../lib/archive/run-state.ts';
import { duesBetween } from '../lib/calendar/dues.ts';
import type { Settings } from '../lib/config/settings.ts';
import type { Registry } from '../lib/exports/definition.ts';
import { withReleasers } from '../lib/lifecycle.ts';
import { createLogger } from '../lib/logger.ts';
import { embeddedRedis, withSampleSources } from '../processes/embedded.ts';
import { type Engine, loadEngine } from '../processes/engine.ts';
import { startScheduler } from '../processes/start-scheduler.ts';
import { startWorker } from '../processes/start-worker.ts';
import { connectRedis } from '../queues/connection.ts';
import { queueRun, queueRunAgain } from '../queues/queue-run.ts';
import { type QueueSet, openQueues } from '../queues/queue-set.ts';
import { showProgress } from './demo-progress.ts';
import { type Output, shortPath } from './output.ts';
import { type RunReport, reportRun } from './run-report.ts';
import { bytesText, countText, table } from './table.ts';

const LOOK_MS = 200;
const GOOD = new Set(['delivered', 'held', 'skipped']);

/** `bordereau demo`: the morning after the sample day, from queue to delivered files. Exit code 1 when an export failed. */
export async function demo(settings: Settings, output: Output): Promise<number> {
  const logger = createLogger(settings.logLevel === 'info' ? 'error' : settings.logLevel);
  const plain = await loadEngine(settings, 'demo', logger);
  output.line('Sample data: databases of an invented call centre, 50,000 fiches…');
  const names = new Set([...plain.registry.values()].map(({ export: made }) => made.source));
  const engine = { ...plain, settings: await withSampleSources(plain.settings, names) };
  const runs = morningOf(engine.registry);
  const pending = await unfinished(engine, runs);
  if (pending.length === 0) output.line(`Everything is already published for ${SAMPLE_DAY}; nothing is made twice.`);
  else await makeMorning(engine, runs, pending, output);
  const reports = await Promise.all(runs.map((run) => reportRun(engine.archive, run)));
  tellResult(engine, reports, output);
  return reports.every(({ state }) => GOOD.has(state)) ? 0 : 1;
}

/** The runs that are due on the morning after the sample day. */
function morningOf(registry: Registry): RunId[] {
  const morning = Temporal.PlainDate.from(SAMPLE_DAY).add({ days: 1 });
  return [...registry.values()].flatMap(({ id, operation, export: { schedule } }) => {
    if (schedule === null) return [];
    const from = morning.toZonedDateTime(operation.zone);
    const context = { zone: operation.zone, calendar: operation.calendar ?? {} };
    const dues = duesBetween(schedule, context, from.toInstant(), from.add({ days: 1 }).toInstant());
    return dues.map(({ interval }) => makeRunId(id, interval.id));
  });
}

async function unfinished({ archive }: Engine, runs: readonly RunId[]): Promise<RunId[]> {
  const states = await Promise.all(runs.map(async (run) => ({ run, status: await archive.status(run) })));
  return states.filter(({ status }) => status === null || !GOOD.has(status.state)).map(({ run }) => run);
}

async function makeMorning(
  engine: Engine,
  runs: readonly RunId[],
  pending: readonly RunId[],
  output: Output,
): Promise<void> {
  await withReleasers(async (releasers) => {
    const redisUrl = await embeddedRedis(releasers);
    output.line('Started a private redis-server, a scheduler and a worker.');
    const worker = await startWorker(engine, redisUrl);
    releasers.push('worker', () => worker.stop());
    const scheduler = await startScheduler(engine, redisUrl, { since: engine.clock.now() });
    releasers.push('scheduler', () => scheduler.stop());
    const redis = await connectRedis(redisUrl);
    releasers.push('queues', () => redis.disconnect());
    const queues = openQueues(redis, engine.settings.queuePrefix);
    const wanted = { revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: 'demo' } as const;
    for (const run of pending) {
      const status = await engine.archive.status(run);
      const again = status !== null && !isOpen(status.state);
      await (again ? queueRunAgain : queueRun)({ ...wanted, run }, { ...engine, queues });
    }
    output.line(`Queued the morning after ${SAMPLE_DAY}: ${pending.length} exports.`);
    await watch(engine, queues, runs, output);
    await releasers.release();
  });
}

async function watch(engine: Engine, queues: QueueSet, runs: readonly RunId[], output: Output): Promise<void> {
  const progress = showProgress(output);
  for (;;) {
    const states = await Promise.all(runs.map(async (run) => ({ run, status: await engine.archive.status(run) })));
    await progress(states, queues);
    const busy = states.some(({ status }) => status === null || isOpen(status.state));
    // A run that waits for its next attempt has failed as far as a demo is concerned.
    const stuck = states.every(({ status }) => status !== null && (!isOpen(status.state) || status.error !== null));
    if (!busy || stuck) return;
    await setTimeout(LOOK_MS);
  }
}

function tellResult({ archive, settings, registry }: Engine, reports: readonly RunReport[], output: Output): void {
  output.line();
  const rows = reports.map(({ run, state, rows: count, bytes, sha256, file }) => {
    const [operation = '', name = '', interval = ''] = run.split('/');
    const size = [count === null ? '' : countText(count), bytes === null ? '' : bytesText(bytes)];
    return [
      `${operation}/${name}`,
      interval,
      state,
      ...size,
      sha256?.slice(0, 12) ?? '',
      file === null ? '' : shortPath(file),
    ];
  });
  const header = ['export', 'interval', 'state', 'rows', 'size', 'sha256', 'file'];
  for (const line of table([header, ...rows], [3, 4])) output.line(line);
  for (const { run, why } of reports.filter(({ state }) => !GOOD.has(state))) output.line(`${run}: ${why ?? ''}`);
  output.line();
  output.line(`Files, manifests and records: ${shortPath(archive.root)}`);
  output.line(`Mails, as .eml files:         ${shortPath(resolve(settings.outboxDir))}`);
  const first = [...registry.keys()][0] ?? '';
  const held = reports.find(({ state }) => state === 'held');
  output.line('What next:');
  output.line('  npm start                                  scheduler, worker and board, until Ctrl-C');
  output.line(`  npx bordereau show ${reports[0]?.run ?? first}`);
  output.line(`  npm run export -- ${first} --date 2013-07-24 --inline`);
  if (held !== undefined) output.line(`  npx bordereau release ${held.run} --why "…"   lets the held file go`);
  output.line('  docs/adding-an-export.md                   an export of your own in ten minutes');
}
