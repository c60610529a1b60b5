import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { decideHeld } from '../../src/commands/decide-held.ts';
import { startPrivateRedis } from '../../src/embedded/private-redis.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { verifyArchive } from '../../src/lib/archive/verify-archive.ts';
import type { Engine } from '../../src/processes/engine.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { startScheduler } from '../../src/processes/start-scheduler.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { tempFolder } from '../support/temp-folder.ts';

const orders = (day: string): RunId => `shop/orders/${day}`;
const checked: RunId = 'shop/checked/2013-07-25';
const asked = { revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;

async function reaches(engine: Engine, run: RunId, state: string): Promise<void> {
  await eventually(async () => (await engine.archive.status(run))?.state === state);
}

/** Files that came to the places of recipients, whatever they are named. */
async function received({ settings }: Engine): Promise<string[]> {
  const of = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true }).catch(() => [])).filter((name) => /\.(eml|csv)$/.test(name));
  return [...(await of(settings.outboxDir)), ...(await of(settings.foldersDir))].sort();
}

/** A day of work on the first machine: a file that everyone has, one that is held, one that was only asked for. */
async function firstMachine(): Promise<{ engine: Engine; environment: Record<string, string> }> {
  const prefix = newPrefix();
  const environment = { ...(await shopEnvironment(3, prefix)), REDIS_URL: inject('redisUrl') };
  const clock = settableClock('2013-07-25T12:00:00Z');
  const engine = await loadShop(environment, clock);
  const queues = await testQueues(prefix);
  await audit(schedulerDeps(engine, queues));
  clock.set('2013-07-26T04:10:00Z');
  const worker = await startWorker(engine, environment.REDIS_URL);
  const scheduler = await startScheduler(engine, environment.REDIS_URL);
  await queueRun({ ...asked, run: checked }, { ...engine, queues });
  await reaches(engine, orders('2013-07-25'), 'delivered');
  await reaches(engine, checked, 'held');
  await Promise.all([worker.stop(), scheduler.stop()]);
  await queueRun({ ...asked, run: orders('2013-07-20') }, { ...engine, queues });
  return { engine, environment };
}

/** Another machine: a copy of the archive, the settings, an empty Redis, and recipients' places where nothing is yet. */
async function anotherMachine(environment: Record<string, string>, now: string) {
  const dir = await tempFolder();
  const redis = await startPrivateRedis(join(dir, 'redis'));
  onTestFinished(() => redis.stop());
  const [archive = '', outbox = '', folders = ''] = ['archive', 'outbox', 'folders'].map((name) => join(dir, name));
  await cp(environment['ARCHIVE_DIR']!, archive, { recursive: true });
  const moved = { ARCHIVE_DIR: archive, OUTBOX_DIR: outbox, FOLDERS_DIR: folders, REDIS_URL: redis.url };
  const clock = settableClock(now);
  const engine = await loadShop({ ...environment, ...moved }, clock);
  return { engine, clock, redisUrl: redis.url };
}

test('an archive on another machine with an empty Redis goes on: nothing is sent twice, and the next morning runs', async () => {
  const first = await firstMachine();
  const sentThere = await received(first.engine);
  expect(sentThere).toHaveLength(3);
  const { engine, clock, redisUrl } = await anotherMachine(first.environment, '2013-07-26T06:00:00Z');
  const drifts: unknown[] = [];
  expect(await verifyArchive(engine.archive, {}, (drift) => drifts.push(drift))).toMatchObject({ runs: 3, files: 2 });
  expect(drifts).toEqual([]);

  let [worker, scheduler] = [await startWorker(engine, redisUrl), await startScheduler(engine, redisUrl)];
  await reaches(engine, orders('2013-07-20'), 'delivered');
  const known = await engine.archive.history(orders('2013-07-25'));
  expect(known).toEqual(await first.engine.archive.history(orders('2013-07-25')));
  expect(await engine.archive.status(checked)).toMatchObject({ state: 'held' });
  const ofTheAskedOne = await received(engine);
  expect(ofTheAskedOne).toHaveLength(3);
  expect(ofTheAskedOne.filter((name) => name.includes('20130725') || name.includes('2013-07-25'))).toEqual([]);

  await decideHeld('released', checked, 'the client knows', { ...engine, settings: { ...engine.settings, redisUrl } });
  await reaches(engine, checked, 'delivered');
  await Promise.all([worker.stop(), scheduler.stop()]);

  clock.set('2013-07-27T04:00:00Z');
  [worker, scheduler] = [await startWorker(engine, redisUrl), await startScheduler(engine, redisUrl)];
  await reaches(engine, orders('2013-07-26'), 'delivered');
  expect(await received(engine)).toHaveLength(3 + 1 + 3);
  expect(await engine.archive.status(orders('2013-07-26'))).toMatchObject({ trigger: 'schedule', late: false });
  expect(await engine.archive.history(orders('2013-07-25'))).toEqual(known);
  expect(await Promise.all([worker.stop(), scheduler.stop()])).toEqual([true, true]);
  expect(await received(first.engine)).toEqual(sentThere);
});

test('what was made after the copy was taken is due again, by the catch-up policy, and is told as late', async () => {
  const first = await firstMachine();
  const { engine, redisUrl } = await anotherMachine(first.environment, '2013-07-28T09:00:00Z');
  const [worker, scheduler] = [await startWorker(engine, redisUrl), await startScheduler(engine, redisUrl)];
  await reaches(engine, orders('2013-07-27'), 'delivered');
  expect(await engine.archive.status(orders('2013-07-27'))).toMatchObject({ trigger: 'catch-up', late: true });
  expect(await engine.archive.status(orders('2013-07-26'))).toMatchObject({ state: 'missed' });
  await Promise.all([worker.stop(), scheduler.stop()]);
});
