import { expect, test } from 'vitest';
import { daily } from '../../src/lib/calendar/schedule.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { audit } from '../../src/schedulers/audit.ts';
import type { SchedulerDeps } from '../../src/schedulers/reconcile.ts';
import { newMemory } from '../../src/schedulers/memory.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { keptNotices } from '../support/kept-notices.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = 'shop/orders/2013-07-25';
const by = 'worker@gone:1';

async function setUp(start = '2013-07-25T12:00:00Z') {
  const prefix = newPrefix();
  const clock = settableClock(start);
  const notices = keptNotices();
  const engine = { ...(await loadShop(await shopEnvironment(3, prefix), clock)), notices };
  const schedule = daily({ between: ['04:00', '08:00'], deadline: '09:00' });
  Object.assign(findExport(engine.registry, 'shop/orders').export, { schedule });
  const deps: SchedulerDeps = schedulerDeps(engine, await testQueues(prefix));
  const lookAt = async (instant: string, others: readonly SchedulerDeps[] = []): Promise<void> => {
    clock.set(instant);
    await Promise.all([deps, ...others].map(async (each) => audit(each)));
  };
  await audit(deps);
  return { deps, lookAt, notices: notices.kept };
}

const queued = { event: 'queued', revision: 1, trigger: 'schedule', late: false, why: null } as const;
const held = { event: 'held', revision: 1, why: '332 rows, expected exactly 333' } as const;

test('a promised hour that passes without delivery is told once, whoever looks and however often', async () => {
  const { deps, lookAt, notices } = await setUp();
  const others = await Promise.all(
    [1, 2, 3].map(async (n) => ({ ...deps, actor: `scheduler@other:${n}`, memory: newMemory() })),
  );
  await lookAt('2013-07-26T04:00:00Z', others);
  await lookAt('2013-07-26T08:59:00Z', others);
  expect(notices).toEqual([]);
  await lookAt('2013-07-26T09:00:00Z', others);
  await lookAt('2013-07-26T09:01:00Z', others);
  await lookAt('2013-07-26T12:00:00Z', [{ ...deps, memory: newMemory() }]);
  expect(notices.map(({ id }) => id)).toEqual([`deadline/${run}`]);
  expect(notices[0]).toMatchObject({
    subject: `Heure promise dépassée : ${run}`,
    text: expect.stringContaining("Promis pour 2013-07-26 09:00, le fichier n'est pas livré. État : queued."),
  });
});

test.each(['delivered', 'skipped', 'cancelled'] as const)('nothing is owed of a run that is %s', async (end) => {
  const { deps, lookAt, notices } = await setUp();
  await lookAt('2013-07-26T04:00:00Z');
  const stamp = { at: '2013-07-26T05:00:00Z', by };
  const event = end === 'delivered' ? { event: end, revision: 1 } : { event: end, why: 'so' };
  await deps.archive.record(run, { ...stamp, ...event });
  await lookAt('2013-07-26T09:30:00Z');
  expect(notices).toEqual([]);
});

test('what a process recorded and died before it told is told by the audit, once', async () => {
  const { deps, lookAt, notices } = await setUp();
  const at = '2013-07-25T13:00:00Z';
  for (const event of [queued, held]) await deps.archive.record('shop/checked/2013-07-24', { at, by, ...event });
  await lookAt('2013-07-25T13:01:00Z');
  expect(notices).toEqual([]);
  await lookAt('2013-07-25T13:02:00Z');
  await lookAt('2013-07-25T13:03:00Z');
  expect(notices.map(({ id }) => id)).toEqual(['held/shop/checked/2013-07-24/r1']);
  expect((await deps.archive.history('shop/checked/2013-07-24')).at(-1)).toMatchObject({
    event: 'told',
    about: 'held',
  });
  expect(await deps.archive.openRuns()).toEqual([]);
});

test('a mail that could not leave is tried again by the audit', async () => {
  const { deps, lookAt } = await setUp();
  const at = '2013-07-25T13:00:00Z';
  for (const event of [queued, held]) await deps.archive.record('shop/checked/2013-07-24', { at, by, ...event });
  const answers = [false, false, true];
  const tries: string[] = [];
  Object.assign(deps.notices, {
    tell: async (_operation: object, { id }: { id: string }) => {
      tries.push(id);
      return await Promise.resolve(answers.shift() ?? true);
    },
  });
  for (let minute = 10; minute < 16; minute++) await lookAt(`2013-07-25T13:${minute}:00Z`);
  expect(tries).toHaveLength(3);
});

test('a late run keeps its give-up time when Redis lost its job', async () => {
  const { deps, lookAt } = await setUp('2013-07-22T12:00:00Z');
  await lookAt('2013-07-26T10:00:00Z');
  const { runs } = deps.queues.byName;
  const [before] = await runs.getJobs();
  expect(before?.data).toMatchObject({ trigger: 'catch-up', giveUpAt: '2013-07-26T14:00:00Z' });
  await runs.obliterate({ force: true });
  await lookAt('2013-07-26T11:00:00Z');
  expect((await runs.getJobs()).map(({ data }) => data as unknown)).toEqual([before?.data]);
});
