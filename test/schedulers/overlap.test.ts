import { expect, test } from 'vitest';
import { cron, every, type Schedule } from '../../src/lib/calendar/schedule.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import type { Overlap } from '../../src/lib/exports/overlap.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = (time: string): RunId => `shop/orders/2013-07-25T${time}--PT15M`;

/** A shop whose orders are due every quarter of an hour, first looked at by noon. */
async function setUp(overlap: Overlap, schedule: Schedule = every({ minutes: 15 })) {
  const prefix = newPrefix();
  const clock = settableClock('2013-07-25T12:00:00Z');
  const engine = await loadShop(await shopEnvironment(3, prefix), clock);
  Object.assign(findExport(engine.registry, 'shop/orders').export, { schedule, overlap });
  const deps = schedulerDeps(engine, await testQueues(prefix));
  const lookAt = async (time: string): Promise<void> => {
    clock.set(`2013-07-25T${time}:00Z`);
    await audit(deps);
  };
  const begin = async (id: RunId, time: string): Promise<void> => {
    const at = `2013-07-25T${time}:01Z`;
    await deps.archive.record(id, { at, by: 'worker', event: 'started', revision: 1, attempt: 1, token: 'a1' });
  };
  const states = async (): Promise<string[]> => {
    const runs = await deps.archive.runsOf('shop/orders');
    return await Promise.all(runs.map(async (id) => (await deps.archive.status(id))?.state ?? 'none'));
  };
  await audit(deps);
  return { deps, lookAt, begin, states };
}

test('with skip, what falls due while another run is made is recorded as skipped, with that run', async () => {
  const { deps, lookAt, begin, states } = await setUp('skip');
  await lookAt('12:15');
  await begin(run('12-00'), '12:15');
  await lookAt('12:30');
  await lookAt('12:45');
  expect(await states()).toEqual(['building', 'skipped', 'skipped']);
  expect((await deps.archive.status(run('12-15')))?.why).toBe(`${run('12-00')} was still being made (overlap: skip)`);
  const failure = { code: 'X', message: 'x', retry: 'permanent' } as const;
  const at = '2013-07-25T12:50:00Z';
  await deps.archive.record(run('12-00'), { at, by: 'worker', event: 'failed', token: 'a1', error: failure });
  await lookAt('13:00');
  expect((await states()).at(-1)).toBe('queued');
});

test('with queue one waits, and with allow all are queued', async () => {
  for (const [overlap, expected] of [
    ['queue', ['building', 'queued', 'skipped', 'skipped']],
    ['allow', ['building', 'queued', 'queued', 'queued']],
  ] as const) {
    const { lookAt, begin, states } = await setUp(overlap);
    await lookAt('12:15');
    await begin(run('12-00'), '12:15');
    for (const time of ['12:30', '12:45', '13:00']) await lookAt(time);
    expect(await states()).toEqual(expected);
  }
});

test('a run that waits for its data or its worker is in nobody’s way', async () => {
  const { deps, lookAt, begin, states } = await setUp('skip', cron('*/15 * * * *', { giveUpAfter: 'PT4H' }));
  await lookAt('12:15');
  await lookAt('12:30');
  await begin(run('12-00'), '12:30');
  const at = '2013-07-25T12:31:00Z';
  const wait = { event: 'waiting', token: 'a1', why: 'not loaded', until: '2013-07-25T13:00:00Z' } as const;
  await deps.archive.record(run('12-00'), { at, by: 'worker', ...wait });
  await lookAt('12:45');
  expect(await states()).toEqual(['waiting', 'queued', 'queued']);
});

test('what fell due while nobody looked is not skipped for a run that began since', async () => {
  const { deps, begin, states } = await setUp('skip', cron('*/15 * * * *', { giveUpAfter: 'PT4H' }));
  const clock = settableClock('2013-07-25T13:02:00Z');
  await audit({ ...deps, clock, archive: { ...deps.archive, recordFirst: firstBegins() } });
  expect(await states()).toEqual(['building', 'queued', 'queued', 'queued']);

  /** A worker that takes up the first run as soon as it is recorded. */
  function firstBegins(): typeof deps.archive.recordFirst {
    let taken = false;
    return async (id, event) => {
      const first = await deps.archive.recordFirst(id, event);
      if (!taken) await begin(id, '13:02');
      taken = true;
      return first;
    };
  }
});
