import { expect, inject, onTestFinished, test } from 'vitest';
import { showRun } from '../../src/commands/show.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import type { Trigger } from '../../src/lib/archive/run-event.ts';
import type { Overlap } from '../../src/lib/exports/overlap.ts';
import { SourceInterrupted } from '../../src/lib/errors/source-errors.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import type { Engine } from '../../src/processes/engine.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { type QueueSet } from '../../src/queues/queue-set.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { spoken } from '../support/spoken.ts';

const quick = { firstDelayMs: 500, longestDelayMs: 500, attempts: 5 };
const run = (day: number): RunId => `shop/slow/2013-07-${String(day).padStart(2, '0')}`;

interface Shop {
  readonly engine: Engine;
  readonly queues: QueueSet;
  /** Intervals whose rows are being read, in the order in which they began. */
  readonly making: string[];
  /** Every interval in the order in which it began. */
  readonly begun: string[];
  /** Lets the run that has been at it longest end, or fail. */
  end(): void;
  fail(error: Error): void;
  queue(day: number, trigger: Trigger): Promise<void>;
}

/** Two workers with two places each, and an export whose runs end when the test says so. */
async function slowShop(overlap?: Overlap): Promise<Shop> {
  const prefix = newPrefix();
  const engine = await loadShop({ ...(await shopEnvironment(3, prefix)), WORKER_CONCURRENCY: '2' });
  const queues = await testQueues(prefix);
  const making: string[] = [];
  const begun: string[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const definition = findExport(engine.registry, 'shop/slow');
  const rows = async function* ({ intervalId }: { intervalId: string }) {
    making.push(intervalId);
    begun.push(intervalId);
    const failure = await new Promise<Error | undefined>((resolve) => ends.push(resolve));
    making.splice(making.indexOf(intervalId), 1);
    if (failure !== undefined) throw failure;
    yield { n: 1, note: intervalId };
  };
  Object.assign(definition.tables[0]!, { query: { kind: 'code', rows } });
  if (overlap !== undefined) Object.assign(definition.export, { overlap });
  const workers = await Promise.all([1, 2].map(async () => startWorker(engine, inject('redisUrl'), quick)));
  onTestFinished(async () => {
    Reflect.deleteProperty(definition.export, 'overlap');
    await Promise.all(workers.map(async (worker) => worker.stop()));
  });
  const queue = async (day: number, trigger: Trigger): Promise<void> => {
    await queueRun(
      { run: run(day), revision: 1, trigger, late: false, giveUpAt: null, why: null },
      { ...engine, queues },
    );
  };
  return { engine, queues, making, begun, end: () => ends.shift()?.(), fail: (error) => ends.shift()?.(error), queue };
}

const is = (shop: Shop, day: number, state: string) =>
  eventually(async () => (await shop.engine.archive.status(run(day)))?.state === state);
const isBehind = (shop: Shop, day: number, other: number) =>
  eventually(async () => (await shop.engine.archive.status(run(day)))?.behind === run(other));

test('a run waits for its turn without spending an attempt, is woken, and its record says behind which', async () => {
  const shop = await slowShop();
  await shop.queue(25, 'schedule');
  await eventually(async () => shop.making.length === 1);
  await shop.queue(26, 'schedule');
  await isBehind(shop, 26, 25);
  expect(shop.making).toEqual(['2013-07-25']);
  shop.end();
  await eventually(async () => shop.making.includes('2013-07-26'));
  shop.end();
  await is(shop, 26, 'delivered');
  const events = (await shop.engine.archive.history(run(26))).map(({ event }) => event);
  expect(events).toEqual(['queued', 'behind', 'started', 'published', 'delivering', 'delivered']);
  const job = await shop.queues.byName.runs.getJob('shop.slow.2013-07-26');
  expect(job?.attemptsMade).toBe(1);
  const output = spoken();
  await showRun(shop.engine.archive, run(26), { json: false }, output);
  expect(output.lines.join('\n')).toContain(`waits for its turn behind ${run(25)}`);
});

test('whatever asks for them, runs of one export are made one at a time, in their order, on time before late', async () => {
  const shop = await slowShop('skip');
  await shop.queue(10, 'manual');
  await eventually(async () => shop.making.length === 1);
  for (const day of [14, 13, 12, 11]) {
    await shop.queue(day, 'catch-up');
    await isBehind(shop, day, 10);
  }
  await shop.queue(15, 'schedule');
  await isBehind(shop, 15, 10);
  for (let ended = 0; ended < 6; ended++) {
    await eventually(async () => shop.making.length === 1);
    shop.end();
    await eventually(async () => shop.making.length === 0);
  }
  expect(shop.begun.map((day) => Number(day.slice(-2)))).toEqual([10, 15, 14, 13, 12, 11]);
  await is(shop, 11, 'delivered');
}, 60_000);

test('where overlap is allowed both are made at once', async () => {
  const shop = await slowShop('allow');
  await shop.queue(25, 'schedule');
  await shop.queue(26, 'schedule');
  await eventually(async () => shop.making.length === 2);
  shop.end();
  shop.end();
  await is(shop, 26, 'delivered');
});

test('events that take turns are each made once, in the order in which they were found', async () => {
  const shop = await slowShop('queue');
  const days = [11, 12, 13, 14, 15, 16, 17, 18];
  for (const day of days) await shop.queue(day, 'event');
  for (const [index] of days.entries()) {
    await eventually(async () => shop.making.length === 1);
    if (index === 0) await isBehind(shop, 18, 11);
    shop.end();
    await eventually(async () => shop.making.length === 0);
  }
  expect(shop.begun.map((day) => Number(day.slice(-2)))).toEqual(days);
  await is(shop, 18, 'delivered');
}, 60_000);

test('a backfill keeps its own pace: it neither waits for the morning nor holds it up', async () => {
  const shop = await slowShop();
  await shop.queue(1, 'backfill');
  await eventually(async () => shop.making.length === 1);
  await shop.queue(25, 'schedule');
  await eventually(async () => shop.making.length === 2);
  await shop.queue(2, 'backfill');
  await eventually(async () => shop.making.length === 3);
  for (let n = 0; n < 3; n++) shop.end();
  await is(shop, 2, 'delivered');
});

test('a run that failed lets the next one begin, and is tried again when its turn comes', async () => {
  const shop = await slowShop();
  await shop.queue(25, 'schedule');
  await eventually(async () => shop.making.length === 1);
  await shop.queue(26, 'schedule');
  await isBehind(shop, 26, 25);
  shop.fail(new SourceInterrupted({ where: 'shop', got: 'nothing', expected: 'rows' }));
  await eventually(async () => shop.making.includes('2013-07-26'));
  await isBehind(shop, 25, 26);
  shop.end();
  await eventually(async () => shop.making.includes('2013-07-25'));
  shop.end();
  await is(shop, 25, 'delivered');
  const events = (await shop.engine.archive.history(run(25))).map(({ event }) => event);
  expect(events.slice(0, 5)).toEqual(['queued', 'started', 'retrying', 'behind', 'started']);
  expect(await shop.engine.archive.status(run(25))).toMatchObject({ attempts: 2, crashes: 0 });
});
