import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { expect, inject, test } from 'vitest';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { eventually } from '../support/eventually.ts';
import { exitOf, shopProcesses, type ShopProcesses } from '../support/shop-processes.ts';

const slow = 'shop/slow/2013-07-25';

test('faults 8: an export that kills its worker is given up after three, and the others are made', async () => {
  const shop = await shopProcesses(inject('redisUrl'), { WORKER_CONCURRENCY: '1' });
  const deadly = 'shop/deadly/2013-07-25';
  const orders = 'shop/orders/2013-07-25';
  await shop.queue(deadly);
  for (let death = 0; death < 3; death++) expect(await exitOf(shop.worker())).toBe(null);
  await shop.queue(orders);
  const last = shop.worker();
  await shop.delivered(orders);
  await eventually(async () => (await shop.archive.status(deadly))?.state === 'failed');
  expect(await shop.archive.status(deadly)).toMatchObject({ error: { code: 'RUN_POISONOUS', retry: 'permanent' } });
  expect(last.said()).toContain('RUN_POISONOUS');
  await eventually(async () => (await shop.archive.openRuns()).length === 0);
}, 90_000);

/** The scheduled export of the shop was first seen two days ago, so two mornings have come due since. */
async function seenBefore(shop: ShopProcesses): Promise<RunId[]> {
  const facts = join(shop.archive.root, 'shop/orders/export.json');
  const now = Temporal.Now.instant();
  await mkdir(dirname(facts), { recursive: true });
  await writeFile(facts, JSON.stringify({ version: 1, firstSeen: now.subtract({ hours: 48 }).toString() }));
  const today = now.toZonedDateTimeISO('Africa/Dakar');
  const lastDue = today.hour >= 4 ? today : today.subtract({ days: 1 });
  return [1, 2].map((days): RunId => `shop/orders/${lastDue.subtract({ days }).toPlainDate().toString()}`);
}

test('faults 6 and 43: everything killed across due mornings: the next start gives each exactly one outcome', async () => {
  const shop = await shopProcesses(inject('redisUrl'));
  const due = await seenBefore(shop);
  const first = [shop.scheduler(), shop.worker()];
  await eventually(async () => (await shop.archive.status(due[0]!)) !== null);
  for (const child of first) child.kill('SIGKILL');
  await Promise.all(first.map(exitOf));
  shop.scheduler();
  shop.worker();
  await shop.delivered(due[0]!);
  const ends = await Promise.all(
    due.map(async (run) =>
      (await shop.archive.history(run)).map(({ event }) => event).filter((event) => /delivered|missed/.test(event)),
    ),
  );
  expect(ends).toEqual([['delivered'], ['missed']]);
  expect(await readdir(shop.environment['OUTBOX_DIR']!)).toHaveLength(2);
  expect(await shop.archive.openRuns()).toEqual([]);
}, 90_000);

test('faults 56: a worker whose log is closed goes on working', async () => {
  const shop = await shopProcesses(inject('redisUrl'), { LOG_LEVEL: 'debug' });
  await shop.queue(slow);
  const worker = shop.worker();
  await shop.inMidFile(slow);
  worker.stderr?.destroy();
  worker.stdout?.destroy();
  await once(worker.stderr!, 'close');
  await shop.delivered(slow);
  await shop.queue('shop/orders/2013-07-25');
  await shop.delivered('shop/orders/2013-07-25');
  worker.kill('SIGTERM');
  expect(await exitOf(worker)).toBe(0);
}, 60_000);
