import { readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, inject, test } from 'vitest';
import { exportCommand } from '../../src/commands/export.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { discoverRuns } from '../../src/schedulers/discover-runs.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { spoken } from '../support/spoken.ts';

const eventsDir = fileURLToPath(new URL('../fixtures/events', import.meta.url));
const run = (value: string) => `shop/segment/segment=${value}` as const;

async function setUp() {
  const prefix = newPrefix();
  const environment: Record<string, string> = {
    ...(await shopEnvironment(0, prefix)),
    EXPORTS_DIR: eventsDir,
    REDIS_URL: inject('redisUrl'),
    WORKER_CONCURRENCY: '1',
  };
  const database = new Database(join(environment['SOURCE_SHOP_URL']!.slice('sqlite:'.length), 'shop.db'));
  database.exec('CREATE TABLE segments (name TEXT, open INTEGER)');
  const clock = settableClock('2013-07-25T12:00:00Z');
  const engine = await loadShop(environment, clock);
  const deps = { ...schedulerDeps(engine, await testQueues(prefix)), clock };
  return { environment, engine, deps, clock, prefix, sql: (text: string) => void database.exec(text) };
}

test('a segment that finishes becomes one run, once, however often and by however many it is looked at', async () => {
  const { deps, engine, prefix, clock, sql } = await setUp();
  sql("INSERT INTO segments VALUES ('S1', 1)");
  await audit(deps);
  expect(await deps.queues.byName.backlog.getJobs()).toEqual([]);

  sql('UPDATE segments SET open = 0');
  const definition = findExport(engine.registry, 'shop/segment');
  const others = await Promise.all([1, 2, 3].map(async () => schedulerDeps(engine, await testQueues(prefix))));
  for (let round = 0; round < 3; round++) {
    await Promise.all([deps, ...others].map((each) => discoverRuns(definition, each)));
  }
  expect((await deps.queues.byName.backlog.getJobs()).map(({ id }) => id)).toEqual(['shop.segment.segment=S1']);
  expect(await engine.archive.history(run('S1'))).toMatchObject([{ event: 'queued', trigger: 'event', late: false }]);

  const worker = await startWorker(engine, inject('redisUrl'));
  await eventually(async () => (await engine.archive.status(run('S1')))?.state === 'delivered');
  await worker.stop();
  await deps.queues.byName.backlog.obliterate({ force: true });
  clock.set('2014-07-25T12:00:00Z');
  await audit(deps);
  expect(await deps.queues.byName.backlog.getJobs()).toEqual([]);
});

test('the audit looks again once a step of the schedule has passed, the tick always', async () => {
  const { deps, clock, sql } = await setUp();
  await audit(deps);
  sql("INSERT INTO segments VALUES ('S1', 0)");
  clock.set('2013-07-25T12:09:00Z');
  await audit(deps);
  expect(await deps.archive.status(run('S1'))).toBeNull();
  clock.set('2013-07-25T12:10:00Z');
  await audit(deps);
  expect((await deps.archive.status(run('S1')))?.state).toBe('queued');
  expect((await deps.queues.byName.ticks.getJobSchedulers()).map(({ key, pattern }) => [key, pattern])).toEqual([
    ['shop.daily', '0 4 * * *'],
    ['shop.segment', '*/10 * * * *'],
  ]);
});

test('a value that cannot name a run does not keep the others from theirs', async () => {
  const { deps, sql } = await setUp();
  sql("INSERT INTO segments VALUES ('S1', 0), ('../../etc', 0), (NULL, 0), ('S2', 0)");
  await audit(deps);
  const jobs = (await deps.queues.byName.backlog.getJobs()).map(({ id }) => id);
  expect(new Set(jobs)).toEqual(new Set(['shop.segment.segment=S1', 'shop.segment.segment=S2']));
});

test('40 that finish together are made one after the other, in order, and a daily export does not wait for them', async () => {
  const { deps, engine, sql } = await setUp();
  const values = Array.from({ length: 40 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`);
  sql(`INSERT INTO segments VALUES ${values.map((value) => `('${value}', 0)`).join(', ')}`);
  await audit(deps);
  const worker = await startWorker(engine, inject('redisUrl'));
  await eventually(async () => (await engine.archive.status(run('S03')))?.published.length === 1);
  const daily = 'shop/daily/2013-07-25';
  const wanted = { run: daily, revision: 1, trigger: 'schedule', late: false, giveUpAt: null, why: null } as const;
  await queueRun(wanted, deps);
  await eventually(async () => (await engine.archive.status(daily))?.state === 'delivered');
  expect((await engine.archive.openRuns()).length).toBeGreaterThan(20);
  await eventually(async () => (await engine.archive.status(run('S08')))?.state === 'delivered');
  await worker.stop();

  const { backlog } = deps.queues.byName;
  const [done, left] = await Promise.all([
    backlog.getJobs('completed', 0, -1, true),
    backlog.getJobs('wait', 0, -1, true),
  ]);
  expect([...done, ...left].map(({ id }) => id)).toEqual(values.map((value) => `shop.segment.segment=${value}`));
}, 60_000);

test('by hand a file of values makes the same runs, those that there are already left alone', async () => {
  const { environment, engine, deps, sql } = await setUp();
  sql("INSERT INTO segments VALUES ('S1', 0)");
  await audit(deps);
  const file = join(environment['ARCHIVE_DIR']!, 'values.txt');
  await writeFile(file, 'S1\r\n\r\nS2\nS3\nS2\n');
  const output = spoken();
  expect(await exportCommand(['shop/segment'], { paramsFile: file }, engine, output)).toBe(0);
  expect(output.lines).toEqual(['S1', 'S2', 'S3'].map((value) => `${run(value)}: queued`));
  expect((await deps.queues.byName.backlog.getJobs()).length).toBe(3);
  expect(
    (await readdir(join(engine.archive.root, 'shop', 'segment'))).filter((name) => name !== 'export.json'),
  ).toEqual(['segment=S1', 'segment=S2', 'segment=S3']);
  const listed = ['S4', 'S5'].map((segment) => ({ segment }));
  expect(await exportCommand(['shop/segment'], { param: listed }, engine, output)).toBe(0);
  expect((await deps.queues.byName.backlog.getJobs()).length).toBe(5);
  await expect(exportCommand(['shop/daily'], { paramsFile: file }, engine, output)).rejects.toMatchObject({
    code: 'BAD_RUN_REQUEST',
  });
});
