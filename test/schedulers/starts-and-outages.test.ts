import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { expect, inject, onTestFinished, test } from 'vitest';
import { startPrivateRedis } from '../../src/embedded/private-redis.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { makeRunId } from '../../src/lib/archive/run-id.ts';
import type { CatchUp } from '../../src/lib/calendar/catch-up.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { duesBetween } from '../../src/lib/calendar/dues.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { type Logger, silentLogger } from '../../src/lib/logger.ts';
import type { Engine } from '../../src/processes/engine.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { connectRedis } from '../../src/queues/connection.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { openQueues } from '../../src/queues/queue-set.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { startCli } from '../support/cli.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A logger that keeps what went wrong. */
function keptErrors(): { readonly logger: Logger; readonly errors: string[] } {
  const errors: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (fields) => void errors.push(JSON.stringify(fields)),
    child: () => logger,
  };
  return { logger, errors };
}

test('ten that start at once, a hundred times: one scheduler, one job for each due interval, no error', async () => {
  const { logger, errors } = keptErrors();
  const engine = { ...(await loadShop(await shopEnvironment(), settableClock('2013-07-26T04:00:00Z'))), logger };
  const since = Temporal.Instant.from('2013-07-25T12:00:00Z');
  const connections = await Promise.all(Array.from({ length: 10 }, () => connectRedis(inject('redisUrl'))));
  onTestFinished(() => connections.forEach((redis) => redis.disconnect()));
  const root = await tempFolder();
  for (let round = 0; round < 100; round++) {
    const archive = openFolderArchive(join(root, String(round)));
    const prefix = `{${newPrefix()}}`;
    const all = connections.map((redis) => schedulerDeps({ ...engine, archive }, openQueues(redis, prefix), { since }));
    await Promise.all(all.map((deps) => audit(deps)));
    const [first] = all;
    const { ticks, runs } = first!.queues.byName;
    expect((await ticks.getJobSchedulers()).map(({ key }) => key)).toEqual(['shop.orders']);
    expect(await ticks.getDelayedCount()).toBe(1);
    expect((await runs.getJobs()).map(({ id }) => id)).toEqual(['shop.orders.2013-07-25']);
    expect((await archive.history('shop/orders/2013-07-25')).map(({ event }) => event)).toEqual(['queued']);
    await Promise.all(all.map(({ queues }) => queues.close()));
  }
  expect(errors).toEqual([]);
}, 120_000);

test('ten scheduler processes that start at once leave one scheduler and one job for each due run, and stop without an error', async () => {
  const prefix = newPrefix();
  const environment: Record<string, string> = {
    ...(await shopEnvironment(3, prefix)),
    REDIS_URL: inject('redisUrl'),
  };
  const facts = join(environment['ARCHIVE_DIR']!, 'shop/orders/export.json');
  await mkdir(dirname(facts), { recursive: true });
  await writeFile(
    facts,
    JSON.stringify({ version: 1, firstSeen: systemClock.now().subtract({ hours: 60 }).toString() }),
  );
  const queues = await testQueues(prefix);
  const children = Array.from({ length: 10 }, () => startCli(['scheduler'], environment));
  for (const child of children) {
    await eventually(() => Promise.resolve(child.said().includes('scheduler started')), 120_000);
  }
  expect(await queues.byName.ticks.getJobSchedulersCount()).toBe(1);
  expect(await queues.byName.ticks.getDelayedCount()).toBe(1);
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  const due = await archive.runsOf('shop/orders');
  const firsts = await Promise.all(due.map(async (run) => (await archive.history(run)).map(({ event }) => event)));
  expect(firsts.length).toBeGreaterThanOrEqual(2);
  expect(firsts.every((events) => ['queued', 'missed'].includes(events.join()))).toBe(true);
  const jobs = (await queues.byName.runs.getJobs()).map(({ id }) => id);
  expect(jobs).toHaveLength(firsts.filter(([event]) => event === 'queued').length);
  for (const child of children) child.kill('SIGTERM');
  for (const child of children) {
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    const errors = child
      .said()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));
    expect(errors.filter((line) => !line.includes('run missed'))).toEqual([]);
  }
}, 180_000);

const START = '2013-07-01T03:00:00Z';
/** From minutes to a month; after some of them a window is open. */
const downHours = [1 / 3, 3, 9, 24, 50, 192, 744];
const policies: readonly CatchUp[] = [
  { policy: 'latest' },
  { policy: 'all' },
  { policy: 'all', maxAge: 'P3D', order: 'newest' },
  { policy: 'none' },
];

/** The daily export's intervals that fell due since the start, with all that their records say. */
async function outcomes({ registry, archive, clock }: Engine): Promise<string[][]> {
  const { export: made, operation } = findExport(registry, 'shop/orders');
  const context = { zone: operation.zone, calendar: {} };
  const dues = duesBetween(made.schedule!, context, Temporal.Instant.from(START), clock.now());
  const histories = dues.map(({ interval }) => archive.history(makeRunId('shop/orders', interval.id)));
  return (await Promise.all(histories)).map((events) => events.map(({ event }) => event));
}

test('down-times of minutes to a month under each catch-up policy end with one outcome for each expected interval', async () => {
  const environment = await shopEnvironment();
  for (const hours of downHours) {
    for (const catchUp of policies) {
      const clock = settableClock(START);
      const archive = openFolderArchive(await tempFolder());
      const engine = { ...(await loadShop(environment, clock)), archive };
      Object.assign(findExport(engine.registry, 'shop/orders').export, { catchUp });
      const deps = schedulerDeps(engine, await testQueues(newPrefix()));
      await audit(deps);
      clock.set(
        Temporal.Instant.from(START)
          .add({ minutes: hours * 60 })
          .toString(),
      );
      await audit(deps);
      const after = await outcomes(engine);
      await audit({ ...deps, queues: await testQueues(newPrefix()) });
      const told = `${hours} hours, ${JSON.stringify(catchUp)}`;
      expect(
        after.every((events) => ['queued', 'missed'].includes(events.join())),
        told,
      ).toBe(true);
      expect(await outcomes(engine), told).toEqual(after);
      expect(after.filter(([event]) => event === 'queued').length, told).toBe(madeAfter(hours, after.length, catchUp));
    }
  }
}, 90_000);

/** How many of the dues are made: those in their window always; of the others what the policy says. */
function madeAfter(hours: number, dues: number, { policy, maxAge }: CatchUp): number {
  // First tries at 04:00, an hour after the start; windows of four hours.
  const onTime = hours >= 1 && (hours - 1) % 24 <= 4 ? 1 : 0;
  if (policy === 'none') return onTime;
  if (policy === 'latest') return onTime + Math.min(dues - onTime, 1);
  const late = Array.from({ length: dues - onTime }, (_, index) => hours - 1 - 24 * index);
  return onTime + late.filter((age) => age <= (maxAge === 'P3D' ? 72 : 168)).length;
}

test('FLUSHALL in mid-file loses nothing and sends nothing twice', async () => {
  const redisServer = await startPrivateRedis(await tempFolder());
  onTestFinished(() => redisServer.stop());
  const environment: Record<string, string> = {
    ...(await shopEnvironment(3, newPrefix())),
    REDIS_URL: redisServer.url,
  };
  const engine = await loadShop(environment);
  const redis = await connectRedis(redisServer.url);
  onTestFinished(() => redis.disconnect());
  const deps = schedulerDeps(engine, openQueues(redis, engine.settings.queuePrefix));
  const runs = ['shop/slow/2013-07-25', 'shop/orders/2013-07-25'] as const;
  for (const run of runs) {
    await queueRun({ run, revision: 1, trigger: 'schedule', late: false, giveUpAt: null, why: null }, deps);
  }
  const worker = await startWorker(engine, redisServer.url, { firstDelayMs: 100, longestDelayMs: 100, attempts: 5 });
  await eventually(async () => (await engine.archive.status(runs[0]))?.state === 'building');
  await eventually(async () => (await engine.archive.status(runs[1]))?.state === 'delivered');
  await redis.flushall();
  await audit(deps);
  await eventually(async () => (await engine.archive.status(runs[0]))?.state === 'delivered', 40_000);
  await worker.stop();
  for (const run of runs) expect((await engine.archive.status(run))?.published).toHaveLength(1);
  expect((await readdir(environment['OUTBOX_DIR']!)).filter((name) => name.endsWith('.eml'))).toHaveLength(2);
  const ledgers = await Promise.all(runs.map((run) => engine.archive.deliveries(run, 1, 'share')));
  expect(ledgers.map((events) => events.filter(({ event }) => event === 'sent').length)).toEqual([1, 1]);
  expect(await deps.queues.byName.ticks.getJobSchedulersCount()).toBe(1);
  await deps.queues.close();
}, 60_000);
