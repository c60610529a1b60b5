import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { resumeOpenRuns } from '../../src/schedulers/resume-open-runs.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { loadShop } from '../support/engine.ts';
import { keptLog } from '../support/logged.ts';
import { eventually } from '../support/eventually.ts';
import { resettingProxy } from '../support/resetting-proxy.ts';
import { restartableRedis } from '../support/restartable-redis.ts';
import { exitOf, shopProcesses, type ShopProcesses } from '../support/shop-processes.ts';
import { tempFolder } from '../support/temp-folder.ts';

const slow = 'shop/slow/2013-07-25';
const orders = 'shop/orders/2013-07-25';
/** LOCK_DURATION_S of the shop is 2. */
const LONGER_THAN_THE_LOCK_MS = 3500;

async function expectOneFile(shop: ShopProcesses): Promise<void> {
  expect(await shop.visible(slow)).toEqual(['deliveries', 'r1', 'run.jsonl']);
  expect((await shop.archive.status(slow))?.published).toHaveLength(1);
  expect(await readdir(join(shop.environment['FOLDERS_DIR']!, 'share'))).toEqual(['lent_2013-07-25.csv']);
}

test('faults 10 and 11: Redis killed in mid-file and away for longer than the lock: the run goes on, with one file', async () => {
  const redis = await restartableRedis();
  const shop = await shopProcesses(redis.url);
  await shop.queue(slow);
  const worker = shop.worker();
  await shop.inMidFile(slow);
  await redis.kill();
  await eventually(() => Promise.resolve(worker.said().includes('RUN_LOST')));
  await setTimeout(LONGER_THAN_THE_LOCK_MS);
  expect(await shop.visible(slow)).toEqual(['run.jsonl']);
  await redis.start();
  await shop.delivered(slow);
  await expectOneFile(shop);
}, 60_000);

test('faults 12: Redis frozen for longer than the lock: the attempt stops before it publishes, another makes the file', async () => {
  const redis = await restartableRedis();
  const shop = await shopProcesses(redis.url);
  await shop.queue(slow);
  const { logger, lines } = keptLog();
  const engine = { ...(await loadShop(shop.environment)), logger };
  const quick = { firstDelayMs: 100, longestDelayMs: 100, attempts: 9 };
  const workers = [await startWorker(engine, redis.url, quick), await startWorker(engine, redis.url, quick)];
  await shop.inMidFile(slow);
  redis.signal('SIGSTOP');
  await eventually(() => Promise.resolve(lines.some(({ code }) => code === 'RUN_LOST')));
  expect(await shop.visible(slow)).toEqual(['run.jsonl']);
  redis.signal('SIGCONT');
  await shop.delivered(slow);
  await expectOneFile(shop);
  expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([true, true]);
}, 60_000);

test('faults 13: a Redis without memory refuses visibly, and the run it could not take goes on when it can', async () => {
  const redis = await restartableRedis();
  const shop = await shopProcesses(redis.url);
  await shop.queues.redis.config('SET', 'maxmemory', '1mb');
  await expect(shop.queue(slow)).rejects.toThrow(/OOM/);
  expect(await shop.archive.status(slow)).toMatchObject({ state: 'queued' });
  const worker = shop.worker();
  await eventually(() => Promise.resolve(worker.said().includes('OOM command not allowed')));
  await shop.queues.redis.config('SET', 'maxmemory', '0');
  await resumeOpenRuns(schedulerDeps(await loadShop(shop.environment), shop.queues));
  await shop.delivered(slow);
  await expectOneFile(shop);
}, 60_000);

test('faults 14: an old copy of Redis does not build or send again what the archive knows as delivered', async () => {
  const redis = await restartableRedis();
  const shop = await shopProcesses(redis.url);
  await shop.queue(orders);
  const old = await tempFolder();
  await redis.kill();
  await cp(redis.dir, old, { recursive: true });
  await redis.start();
  const worker = shop.worker();
  await shop.delivered(orders);
  worker.kill('SIGTERM');
  await exitOf(worker);
  const outbox = await readdir(shop.environment['OUTBOX_DIR']!);
  const events = (await shop.archive.history(orders)).length;
  await redis.kill();
  await rm(redis.dir, { recursive: true });
  await cp(old, redis.dir, { recursive: true });
  await redis.start();
  expect(await shop.queues.byName.runs.getWaitingCount()).toBe(1);
  shop.worker();
  await eventually(async () => (await shop.queues.byName.runs.getCompletedCount()) === 1);
  expect(await readdir(shop.environment['OUTBOX_DIR']!)).toEqual(outbox);
  expect((await shop.archive.history(orders)).length).toBe(events);
}, 60_000);

test('faults 18: a link to Redis that breaks every second for a while delays a run, and leaks no listeners', async () => {
  const proxy = await resettingProxy(Number(new URL(inject('redisUrl')).port));
  const shop = await shopProcesses(inject('redisUrl'));
  await shop.queue(slow);
  const worker = shop.worker({ REDIS_URL: `redis://127.0.0.1:${proxy.port}`, LOCK_DURATION_S: '4' });
  await shop.inMidFile(slow);
  for (let round = 0; round < 10; round++) {
    proxy.reset();
    await setTimeout(1000);
  }
  expect(proxy.resets()).toBeGreaterThan(20);
  await shop.delivered(slow);
  await expectOneFile(shop);
  await shop.queue(orders);
  await shop.delivered(orders);
  expect(worker.said()).not.toContain('MaxListenersExceededWarning');
  worker.kill('SIGTERM');
  expect(await exitOf(worker)).toBe(0);
}, 90_000);

test('faults 45: a run whose lock is taken away is made by one worker, the other stops', async () => {
  const shop = await shopProcesses(inject('redisUrl'));
  await shop.queue(slow);
  const workers = [shop.worker(), shop.worker()];
  await shop.inMidFile(slow);
  const { redis, byName } = shop.queues;
  expect(await redis.del(byName.runs.toKey('shop.slow.2013-07-25:lock'))).toBe(1);
  await shop.delivered(slow);
  expect(workers.some((worker) => worker.said().includes('RUN_LOST'))).toBe(true);
  await expectOneFile(shop);
}, 60_000);
