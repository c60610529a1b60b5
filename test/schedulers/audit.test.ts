import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { every } from '../../src/lib/calendar/schedule.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { tickSchedulers } from '../../src/schedulers/declared-schedulers.ts';
import type { SchedulerDeps } from '../../src/schedulers/reconcile.ts';
import { syncSchedulers } from '../../src/schedulers/sync-schedulers.ts';
import { startScheduler } from '../../src/processes/start-scheduler.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { startPrivateRedis } from '../../src/embedded/private-redis.ts';
import { openQueues } from '../../src/queues/queue-set.ts';
import { connectRedis } from '../../src/queues/connection.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { keptNotices } from '../support/kept-notices.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { tempFolder } from '../support/temp-folder.ts';

const run = (day: string) => `shop/orders/${day}` as const;

async function setUp(
  start: string,
): Promise<SchedulerDeps & { clock: ReturnType<typeof settableClock>; prefix: string }> {
  const prefix = newPrefix();
  const clock = settableClock(start);
  const engine = await loadShop(await shopEnvironment(3, prefix), clock);
  return { ...schedulerDeps(engine, await testQueues(prefix)), clock, prefix };
}

test('the first look remembers when an export was first seen and queues nothing of before', async () => {
  const deps = await setUp('2013-07-25T12:00:00Z');
  await audit(deps);
  expect(await deps.archive.openRuns()).toEqual([]);
  expect(
    (await deps.queues.byName.ticks.getJobSchedulers()).map(({ key, pattern, tz }) => ({ key, pattern, tz })),
  ).toEqual([{ key: 'shop.orders', pattern: '0 4 * * *', tz: 'Africa/Dakar' }]);
});

test('what falls due is queued once, by its id, however often and by however many it is looked at', async () => {
  const deps = await setUp('2013-07-25T12:00:00Z');
  await audit(deps);
  deps.clock.set('2013-07-26T04:00:00Z');
  const others = await Promise.all(
    Array.from({ length: 9 }, async () => ({ ...deps, queues: await testQueues(deps.prefix) })),
  );
  for (let round = 0; round < 3; round++) await Promise.all([deps, ...others].map((each) => audit(each)));

  const jobs = await deps.queues.byName.runs.getJobs();
  expect(jobs.map(({ id }) => id)).toEqual(['shop.orders.2013-07-25']);
  expect((await deps.archive.history(run('2013-07-25'))).map(({ event }) => event)).toEqual(['queued']);
  expect(await deps.queues.byName.ticks.getJobSchedulersCount()).toBe(1);
  expect(await deps.queues.byName.ticks.getDelayedCount()).toBe(1);
});

test('after three missed mornings the newest is made up, late, and the others are recorded as missed', async () => {
  const deps = await setUp('2013-07-22T12:00:00Z');
  await audit(deps);
  deps.clock.set('2013-07-26T10:00:00Z');
  await audit(deps);
  const states = await Promise.all(
    ['2013-07-22', '2013-07-23', '2013-07-24', '2013-07-25'].map(
      async (day) => (await deps.archive.status(run(day)))?.state,
    ),
  );
  expect(states).toEqual(['missed', 'missed', 'missed', 'queued']);
  expect(await deps.archive.status(run('2013-07-25'))).toMatchObject({ trigger: 'catch-up', late: true });
});

test('after an outage one notice says what runs late and what was given up, however many look and however often', async () => {
  const deps = await setUp('2013-07-22T12:00:00Z');
  await audit(deps);
  deps.clock.set('2013-07-26T10:00:00Z');
  const notices = keptNotices();
  const others = [deps, deps, deps].map((each) => ({ ...each, notices }));
  for (let round = 0; round < 2; round++) for (const each of others) await audit(each);
  expect(notices.kept).toHaveLength(1);
  const [digest] = notices.kept;
  expect(digest?.subject).toBe('Après une interruption : 1 en retard, 3 abandonnés');
  expect(digest?.text).toBe(
    `Préparés en retard :
  shop/orders/2013-07-25

Abandonnés, à relancer à la main si besoin (bordereau backfill) :
  shop/orders/2013-07-22: a later one has been due since (catch-up: latest)
  shop/orders/2013-07-23: a later one has been due since (catch-up: latest)
  shop/orders/2013-07-24: a later one has been due since (catch-up: latest)
`,
  );
});

test('what a look found recorded is not read again by the next one of the same process', async () => {
  const deps = await setUp('2013-07-25T12:00:00Z');
  const schedule = every({ minutes: 30 });
  Object.assign(findExport(deps.registry, 'shop/orders').export, { schedule });
  const read: RunId[] = [];
  const archive = {
    ...deps.archive,
    status: async (id: RunId) => {
      read.push(id);
      return await deps.archive.status(id);
    },
  };
  await audit({ ...deps, archive });
  deps.clock.set('2013-07-27T12:00:00Z');
  await audit({ ...deps, archive });
  const first = read.splice(0);
  expect(new Set(first).size).toBe(96);
  deps.clock.set('2013-07-27T12:30:00Z');
  await audit({ ...deps, archive });
  expect(read).toContain(run('2013-07-27T12-00--PT30M'));
  const open = await deps.archive.openRuns();
  expect(read.filter((id) => !open.includes(id))).toEqual([]);
});

test('a morning on which everything is on time has no notice', async () => {
  const deps = { ...(await setUp('2013-07-25T12:00:00Z')), notices: keptNotices() };
  await audit(deps);
  deps.clock.set('2013-07-26T04:00:00Z');
  await audit(deps);
  expect(deps.notices.kept).toEqual([]);
});

test('a scheduler that is as declared is not written again; a changed one is, an orphan goes', async () => {
  const deps = await setUp('2013-07-25T12:00:00Z');
  await audit(deps);
  const { ticks } = deps.queues.byName;
  const [before] = await ticks.getDelayed();
  await audit(deps);
  const [after] = await ticks.getDelayed();
  expect(after?.timestamp).toBe(before?.timestamp);

  const [declared] = tickSchedulers(deps.registry);
  const changed = { ...declared!, repeat: { pattern: '30 5 * * *', tz: 'Africa/Dakar' } };
  await ticks.upsertJobScheduler('gone.export', { pattern: '0 4 * * *', tz: 'UTC' });
  await syncSchedulers(ticks, 'ticks', [changed], silentLogger);
  expect((await ticks.getJobSchedulers()).map(({ key, pattern }) => [key, pattern])).toEqual([
    ['shop.orders', '30 5 * * *'],
  ]);
});

test('a start across an overdue tick loses nothing: the tick fires, the run is made once', async () => {
  const prefix = newPrefix();
  const clock = settableClock('2013-07-25T12:00:00Z');
  const engine = await loadShop(await shopEnvironment(3, prefix), clock);
  const queues = await testQueues(prefix);
  await audit(schedulerDeps(engine, queues));
  const [tick] = await queues.byName.ticks.getDelayed();
  await tick!.changeDelay(1);
  clock.set('2013-07-26T04:00:00Z');

  const scheduler = await startScheduler(engine, inject('redisUrl'));
  const worker = await startWorker(engine, inject('redisUrl'));
  await eventually(async () => (await engine.archive.status(run('2013-07-25')))?.state === 'delivered');
  const done = await eventually(async () => (await queues.byName.ticks.getCompleted()).at(0));
  expect(done.id).toBe(tick!.id);
  expect((await engine.archive.history(run('2013-07-25'))).filter(({ event }) => event === 'started')).toHaveLength(1);
  expect(await Promise.all([scheduler.stop(), worker.stop()])).toEqual([true, true]);
});

test('after FLUSHALL schedulers are back, open runs have a job again, and nothing is sent twice', async () => {
  const redisServer = await startPrivateRedis(await tempFolder());
  onTestFinished(() => redisServer.stop());
  const clock = settableClock('2013-07-25T12:00:00Z');
  const engine = await loadShop(await shopEnvironment(), clock);
  const redis = await connectRedis(redisServer.url);
  onTestFinished(() => redis.disconnect());
  const deps = schedulerDeps(engine, openQueues(redis, '{flush}'));
  await audit(deps);
  clock.set('2013-07-26T04:00:00Z');
  await audit(deps);
  await redis.flushall();
  await audit(deps);
  expect((await deps.queues.byName.ticks.getJobSchedulers()).length).toBe(1);
  expect((await deps.queues.byName.runs.getJobs()).map(({ id }) => id)).toEqual(['shop.orders.2013-07-25']);

  const worker = await startWorker(
    { ...engine, settings: { ...engine.settings, queuePrefix: '{flush}' } },
    redisServer.url,
  );
  await eventually(async () => (await engine.archive.status(run('2013-07-25')))?.state === 'delivered');
  await worker.stop();
  await redis.flushall();
  await audit(deps);
  expect(await deps.queues.byName.runs.getJobs()).toEqual([]);
  expect(await deps.queues.byName.deliveries.getJobs()).toEqual([]);
});

test('a damaged record of one run does not keep the others from being looked at', async () => {
  const deps = await setUp('2013-07-25T12:00:00Z');
  await audit(deps);
  await deps.archive.recordFirst('shop/checked/2013-07-25', {
    ...{
      at: '2013-07-25T00:00:00Z',
      by: 'test',
      event: 'queued',
      revision: 1,
      trigger: 'manual',
      late: false,
      why: null,
    },
  });
  await appendFile(join(deps.archive.root, 'shop/checked/2013-07-25/run.jsonl'), '{"v":9}\n');
  deps.clock.set('2013-07-26T04:00:00Z');
  await audit(deps);
  expect((await deps.archive.status(run('2013-07-25')))?.state).toBe('queued');
});
