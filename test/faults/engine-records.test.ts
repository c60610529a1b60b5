import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NewRunEvent } from '../../src/lib/archive/run-event.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { type Engine, runDeps } from '../../src/processes/engine.ts';
import { processDelivery } from '../../src/processors/deliver.ts';
import { processRun } from '../../src/processors/run.ts';
import { runJobs } from '../../src/processors/run-job.ts';
import { recordDelivering } from '../../src/processors/request-deliveries.ts';
import type { RunDeps } from '../../src/processors/run-deps.ts';
import { deliveryJobId } from '../../src/queues/job-id.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { resumeOpenRuns } from '../../src/schedulers/resume-open-runs.ts';
import { typedError } from '../../src/lib/errors/typed-error.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { newAttempt } from '../support/attempts.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = 'shop/orders/2013-07-25';
const payload = { v: 1, runId: run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;
const stamp = { at: '2013-07-26T04:00:00Z', by: 'test' };
const asked = (revision: number) =>
  ({ ...stamp, event: 'queued', revision, trigger: 'manual', late: false, why: null }) as const;

async function shop(): Promise<{ engine: Engine; deps: RunDeps; asked: string[] }> {
  const engine = await loadShop(await shopEnvironment());
  const delivered: string[] = [];
  const deps = runDeps(engine, async (id, revision, targets) => {
    await recordDelivering(engine, id, revision, targets);
    delivered.push(`${id} r${revision}`);
  });
  return { engine, deps, asked: delivered };
}

async function recordAll({ archive }: Engine, ...events: readonly NewRunEvent[]): Promise<void> {
  for (const event of events) await archive.record(run, event);
}

const started = (token: string) => ({ ...stamp, event: 'started', revision: 1, attempt: 1, token }) as const;

test('faults 8: after three attempts that ended without a word a run is refused, and its record says so', async () => {
  const { engine, deps } = await shop();
  await recordAll(engine, asked(1), started('x1'), started('x2'), started('x3'));
  const attempt = newAttempt();
  const error = await processRun(payload, attempt, deps).catch((cause: unknown) => typedError(run, cause));
  expect(error).toMatchObject({ code: 'RUN_POISONOUS', retry: 'permanent' });
  await runJobs(deps, 1).failed?.(payload, attempt, typedError(run, error), null);
  expect(await engine.archive.status(run)).toMatchObject({ state: 'failed', error: { code: 'RUN_POISONOUS' } });
  expect(await engine.archive.openRuns()).toEqual([]);
});

test('what becomes of an older revision does not end the newer one that was asked for', async () => {
  const { engine, deps } = await shop();
  await processRun(payload, newAttempt(), deps);
  await recordAll(engine, { ...stamp, event: 'partial', revision: 1, missing: ['people'] }, asked(2));
  await processDelivery({ v: 1, runId: run, revision: 1, target: 'people' }, newAttempt(), deps);
  await processDelivery({ v: 1, runId: run, revision: 1, target: 'share' }, newAttempt(), deps);
  expect(await engine.archive.status(run)).toMatchObject({ state: 'queued', revision: 2 });
  expect(await processRun(payload, newAttempt(), deps)).toMatchObject({ kind: 'nothing' });
  expect(await processRun({ ...payload, revision: 2 }, newAttempt(), deps)).toMatchObject({ kind: 'published' });
});

test('faults 51: job data that names a revision or a delivery nobody asked for has no effect', async () => {
  const { engine, deps, asked: delivered } = await shop();
  await recordAll(engine, asked(1));
  await expect(processRun({ ...payload, revision: 77 }, newAttempt(), deps)).rejects.toMatchObject({
    code: 'BAD_JOB_DATA',
  });
  expect(await engine.archive.status(run)).toMatchObject({ state: 'queued', revision: 1 });

  await processRun(payload, newAttempt(), deps);
  await recordAll(engine, { ...stamp, event: 'held', revision: 1, why: 'a test' });
  const elsewhere = processDelivery({ v: 1, runId: run, revision: 1, target: 'elsewhere' }, newAttempt(), deps);
  await expect(elsewhere).rejects.toMatchObject({ code: 'BAD_JOB_DATA' });
  expect(delivered).toEqual([`${run} r1`]);
});

test('faults 51: a delivery job for a held file delivers nothing', async () => {
  const { engine, deps } = await shop();
  const held = 'shop/checked/2013-07-25';
  await processRun({ ...payload, runId: held }, newAttempt(), deps);
  expect(await engine.archive.status(held)).toMatchObject({ state: 'held' });
  await expect(
    processDelivery({ v: 1, runId: held, revision: 1, target: 'share' }, newAttempt(), deps),
  ).rejects.toMatchObject({ code: 'BAD_JOB_DATA' });
  expect(await engine.archive.deliveries(held, 1, 'share')).toEqual([]);
  expect(await engine.archive.status(held)).toMatchObject({ state: 'held' });
});

test('a file that a person released is delivered, even if the process died before it said to whom', async () => {
  const { engine, deps, asked: delivered } = await shop();
  const held = 'shop/checked/2013-07-25';
  await processRun({ ...payload, runId: held }, newAttempt(), deps);
  await engine.archive.record(held, { ...stamp, event: 'released', revision: 1, why: 'looked at' });
  await processRun({ ...payload, runId: held }, newAttempt(), deps);
  expect(delivered).toEqual([`${held} r1`]);
  expect(await engine.archive.status(held)).toMatchObject({ state: 'delivering' });
});

test('faults 44: a run of an export that is gone is skipped; one that was delivered before stays so', async () => {
  const { engine, deps } = await shop();
  const gone = { ...deps, registry: new Map() };
  await recordAll(engine, asked(1));
  expect(await processRun(payload, newAttempt(), gone)).toMatchObject({ kind: 'nothing' });
  expect(await engine.archive.status(run)).toMatchObject({ state: 'skipped', why: 'the export is no longer defined' });
  await recordAll(engine, { ...stamp, event: 'delivered', revision: 1 });
  await processRun(payload, newAttempt(), gone);
  expect(await engine.archive.status(run)).toMatchObject({ state: 'delivered' });
});

test('deliveries that all ended end their run, and a job that ended without an outcome is replaced', async () => {
  const prefix = newPrefix();
  const engine = await loadShop(await shopEnvironment(3, prefix));
  const queues = await testQueues(prefix);
  const delivering: NewRunEvent = { ...stamp, event: 'delivering', revision: 1, targets: ['share'] };
  const ended = 'shop/orders/2013-07-24';
  for (const id of [run, ended] as const) {
    await engine.archive.record(id, asked(1));
    await engine.archive.record(id, delivering);
  }
  await engine.archive.recordDelivery(ended, 1, 'share', { at: stamp.at, event: 'sent', where: 'x', detail: {} });
  const jobId = deliveryJobId(run, 1, 'share');
  await failedJob(queues, jobId);
  await resumeOpenRuns(schedulerDeps(engine, queues));
  expect(await engine.archive.status(ended)).toMatchObject({ state: 'delivered' });
  const jobs = await queues.byName.deliveries.getJobs();
  expect(jobs.map(({ id, failedReason }) => [id, failedReason])).toEqual([[jobId, undefined]]);
});

async function failedJob(queues: Awaited<ReturnType<typeof testQueues>>, jobId: string): Promise<void> {
  const { deliveries } = queues.byName;
  const job = await deliveries.add('deliveries', { v: 2 }, { jobId });
  await queues.redis.lrem(deliveries.toKey('wait'), 0, jobId);
  await queues.redis.zadd(deliveries.toKey('failed'), 1, jobId);
  expect(await job.getState()).toBe('failed');
}

test('a damaged record stops neither the other runs of its export nor the other exports', async () => {
  const prefix = newPrefix();
  const clock = settableClock('2013-07-24T12:00:00Z');
  const engine = await loadShop(await shopEnvironment(3, prefix), clock);
  const deps = schedulerDeps(engine, await testQueues(prefix));
  await audit(deps);
  const damaged: RunId = 'shop/orders/2013-07-24';
  await engine.archive.record(damaged, asked(1));
  await appendFile(join(engine.archive.root, damaged, 'run.jsonl'), '{"v":7}\n');
  await appendFile(join(engine.archive.root, '.open', '.nfs0001'), '');
  clock.set('2013-07-26T04:00:00Z');
  await audit(deps);
  expect(await engine.archive.status(run)).toMatchObject({ state: 'queued' });
  expect((await deps.queues.byName.runs.getJobs()).map(({ id }) => id)).toEqual(['shop.orders.2013-07-25']);
});
