import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { epochMs } from '../../src/lib/clock.ts';
import { ShuttingDown } from '../../src/lib/errors/queue-errors.ts';
import type { Target } from '../../src/lib/delivery/target.ts';
import { type Engine, runDeps } from '../../src/processes/engine.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { processDelivery } from '../../src/processors/deliver.ts';
import { processRun } from '../../src/processors/run.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import type { QueueSet } from '../../src/queues/queue-set.ts';
import { resumeOpenRuns } from '../../src/schedulers/resume-open-runs.ts';
import { newAttempt } from '../support/attempts.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { type LogLine, keptLog } from '../support/logged.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = 'shop/orders/2013-07-25';
const asked = { revision: 1, trigger: 'manual', late: false, why: null } as const;
const wanted = { run, ...asked, giveUpAt: null } as const;
const payload = { v: 1, runId: run, ...asked, giveUpAt: null } as const;
const stamp = { at: '2013-07-26T04:00:00Z', by: 'test' } as const;

interface Shop {
  readonly environment: Record<string, string>;
  readonly engine: Engine;
  readonly queues: QueueSet;
  readonly lines: readonly LogLine[];
}

async function shop(): Promise<Shop> {
  const prefix = newPrefix();
  const environment = await shopEnvironment(3, prefix);
  const { logger, lines } = keptLog();
  const engine = { ...(await loadShop(environment)), logger };
  return { environment, engine, queues: await testQueues(prefix), lines };
}

async function start(engine: Engine): Promise<void> {
  const worker = await startWorker(engine, inject('redisUrl'));
  onTestFinished(async () => void (await worker.stop()));
}

test('faults 46: fifty who ask for the same run at once get one record, one job, one file and one mail each', async () => {
  const { environment, engine, queues } = await shop();
  await Promise.all(Array.from({ length: 50 }, () => queueRun(wanted, { ...engine, queues })));
  await start(engine);
  await eventually(async () => (await engine.archive.status(run))?.state === 'delivered');
  const events = (await engine.archive.history(run)).map(({ event }) => event);
  expect(events.filter((event) => event === 'queued' || event === 'started')).toEqual(['queued', 'started']);
  expect(await readdir(environment['OUTBOX_DIR']!)).toHaveLength(2);
});

test('a reason of any length is kept whole in the record, and the run is made', async () => {
  const { engine, queues } = await shop();
  const why = 'because '.repeat(500);
  await queueRun({ ...wanted, why }, { ...engine, queues });
  await start(engine);
  await eventually(async () => (await engine.archive.status(run))?.state === 'delivered');
  expect((await engine.archive.history(run))[0]).toMatchObject({ event: 'queued', why });
});

test('faults 50 and 51: job data of another form is refused and told, and the run is made from its record', async () => {
  const { engine, queues, lines } = await shop();
  await engine.archive.recordFirst(run, { ...stamp, event: 'queued', ...asked });
  await queues.byName.runs.add('runs', { ...payload, v: 2 }, { jobId: 'shop.orders.2013-07-25' });
  await start(engine);
  await eventually(() => Promise.resolve(lines.some(({ code }) => code === 'BAD_JOB_DATA')));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'job refused', fields: 'v' }));
  await eventually(async () => (await queues.byName.runs.getFailedCount()) === 1);
  expect(await engine.archive.status(run)).toMatchObject({ state: 'queued' });
  await resumeOpenRuns(schedulerDeps(engine, queues));
  await eventually(async () => (await engine.archive.status(run))?.state === 'delivered');
});

const malicious = [
  '../../../../tmp/x',
  'shop/orders/../../../tmp/x',
  'shop/orders/2013-07-25\r\nbcc: x@evil.example',
  "shop/orders/2013-07-25' OR 1=1 --",
  'shop/orders/2013-07-25%00',
  'shop/orders/2013-07-25\u0000',
  'shop/orders/..',
  'shop/orders/.open',
  'shop/orders/2013-02-30',
  'shop/orders/segment=x',
  'shop/nothing/2013-07-25',
];

test('faults 51 and 53: run ids made up on the board have no effect but an entry among the failed jobs', async () => {
  const { environment, engine, queues } = await shop();
  await start(engine);
  for (const [index, runId] of malicious.entries()) {
    await queues.byName.runs.add('runs', { ...payload, runId }, { jobId: `bad${index}` });
    await queues.byName.deliveries.add('d', { v: 1, runId, revision: 1, target: 'share' }, { jobId: `bad${index}` });
    await queues.byName.deliveries.add('d', { v: 1, runId: run, revision: 1, target: runId }, { jobId: `to${index}` });
  }
  const { runs, deliveries } = queues.byName;
  await eventually(async () => (await runs.getFailedCount()) + (await runs.getCompletedCount()) === malicious.length);
  await eventually(async () => (await deliveries.getFailedCount()) === 2 * malicious.length);
  expect(await readdir(environment['OUTBOX_DIR']!).catch(() => [])).toEqual([]);
  expect(await readdir(environment['FOLDERS_DIR']!).catch(() => [])).toEqual([]);
  const made = await readdir(engine.archive.root, { recursive: true });
  expect(made.filter((path) => /\.csv$|manifest|deliveries/.test(path))).toEqual([]);
  expect(await engine.archive.openRuns()).toEqual([]);
});

test('faults 49: three hundred queued runs drain in their order, each made once', async () => {
  const { engine, queues } = await shop();
  const days = Array.from({ length: 300 }, (_, day) => `gone/export/d${String(day).padStart(3, '0')}` as const);
  for (const id of days) await queueRun({ ...wanted, run: id }, { ...engine, queues });
  await start(engine);
  await eventually(async () => (await engine.archive.openRuns()).length === 0, 60_000);
  const ended = await Promise.all(
    days.map(async (id) => (await engine.archive.history(id)).map(({ event, at }) => ({ event, at }))),
  );
  expect(ended.every((events) => events.map(({ event }) => event).join() === 'queued,skipped')).toBe(true);
  const times = ended.map((events) => epochMs(events[1]?.at ?? ''));
  // Two are made at a time, so neighbours may overtake each other.
  expect(times.every((at, index) => at <= (times[index + 4] ?? Infinity))).toBe(true);
}, 90_000);

test('a delivery that is broken off before anything left may be sent by the next attempt', async () => {
  const { engine } = await shop();
  await engine.archive.record(run, { ...stamp, event: 'queued', ...asked });
  const sent: string[] = [];
  const target = (signal?: AbortSignal): Target => ({
    name: 'people',
    kind: 'smtp',
    repeatable: false,
    async deliver() {
      signal?.throwIfAborted();
      sent.push('mail');
      return await Promise.resolve({ where: 'x', detail: {} });
    },
    check: async () => await Promise.resolve({ ok: true, detail: '' }),
  });
  const deps = (one: Target) => ({ ...runDeps(engine, () => Promise.resolve()), target: () => one });
  await publish(engine);
  const stop = new AbortController();
  const attempt = newAttempt({
    signal: stop.signal,
    fence: async () => {
      await Promise.resolve(stop.abort(new ShuttingDown({ where: 'worker', got: 'a signal to stop' })));
    },
  });
  const delivery = { v: 1, runId: run, revision: 1, target: 'people' } as const;
  await expect(processDelivery(delivery, attempt, deps(target(stop.signal)))).rejects.toMatchObject({
    code: 'SHUTTING_DOWN',
  });
  expect(await processDelivery(delivery, newAttempt(), deps(target()))).toBe('sent');
  expect(sent).toEqual(['mail']);
});

async function publish(engine: Engine): Promise<void> {
  const deps = runDeps(engine, async (id, revision, targets) => {
    await engine.archive.record(id, { ...stamp, event: 'delivering', revision, targets: [...targets] });
  });
  await processRun(payload, newAttempt(), deps);
  expect(await readdir(join(engine.archive.root, run, 'r1'))).toHaveLength(2);
}
