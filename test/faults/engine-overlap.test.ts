import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../src/lib/archive/run-event.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { epochMs, systemClock } from '../../src/lib/clock.ts';
import { startPrivateRedis } from '../../src/embedded/private-redis.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { loadShop, settableClock } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { exitOf, shopProcesses } from '../support/shop-processes.ts';
import { tempFolder } from '../support/temp-folder.ts';

const OPERATION = `import { operation } from 'bordereau';
export default operation({ title: 'Shop', zone: 'UTC', locale: 'fr', sources: ['shop'], targets: {}, settings: {} });`;

/** Due every minute, and done when the gate is there. */
const ENDLESS = (gate: string) => `import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { CsvExport, every, integer, rowsFrom } from 'bordereau';
export default class Endless extends CsvExport {
  title = 'Endless'; source = 'shop'; columns = [integer('n')];
  query = rowsFrom(async function* ({ signal }) {
    yield { n: 1 };
    while (!existsSync(${JSON.stringify(gate)})) await setTimeout(50, undefined, { signal });
  });
  schedule = every({ minutes: 1 }); fileName = 'endless_{interval}.csv'; deliver = [];
}`;

const MINUTES = 30;

/** When the last attempt at a run began and when its file was there. */
function timesOf(events: readonly RunEvent[]): [number, number] {
  const at = (name: RunEvent['event']) => epochMs(events.findLast(({ event }) => event === name)?.at ?? '');
  return [at('started'), at('published')];
}

test('faults 47: a run longer than its interval holds up one more, and the others are skipped and recorded', async () => {
  const redis = await startPrivateRedis(await tempFolder());
  onTestFinished(() => redis.stop());
  const dir = join(await tempFolder(), 'exports');
  const gate = join(dir, 'gate');
  const shop = await shopProcesses(redis.url, { EXPORTS_DIR: dir });
  await mkdir(join(dir, 'shop'), { recursive: true });
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }');
  await writeFile(join(dir, 'shop/operation.ts'), OPERATION);
  await writeFile(join(dir, 'shop/endless.ts'), ENDLESS(gate));
  const start = systemClock.now();
  const clock = settableClock(start.toString());
  const deps = schedulerDeps(await loadShop(shop.environment, clock), shop.queues);
  let now = start;
  const nextMinute = async (): Promise<void> => {
    now = now.add({ minutes: 1 });
    clock.set(now.toString());
    await audit(deps);
  };
  const workers = [shop.worker(), shop.worker()];
  await audit(deps);
  await nextMinute();
  const [first = 'shop/endless/none'] = await shop.archive.openRuns();
  await eventually(async () => (await shop.archive.status(first))?.state === 'building', 40_000);

  for (let minute = 1; minute < MINUTES; minute++) {
    await nextMinute();
    expect((await shop.archive.openRuns()).length).toBeLessThanOrEqual(2);
  }
  const second = (await shop.archive.openRuns()).find((run) => run !== first)!;
  await eventually(async () => (await shop.archive.status(second))?.behind === first);
  const all = await shop.archive.runsOf('shop/endless');
  expect(all).toHaveLength(MINUTES);
  const skipped = all.filter((run) => run !== first && run !== second);
  for (const run of skipped) {
    expect(await shop.archive.history(run)).toMatchObject([
      { event: 'skipped', why: `${first} was still being made and ${second} waits for its turn (overlap: queue)` },
    ]);
  }
  expect(await shop.queues.byName.runs.getJobCountByTypes('active', 'wait', 'delayed', 'prioritized')).toBe(2);

  await shop.queues.redis.flushall();
  for (const worker of workers) worker.kill('SIGKILL');
  await Promise.all(workers.map(exitOf));
  await audit(deps);
  shop.worker();
  shop.worker();
  await eventually(async () => await oneIsBehindTheOther([first, second]), 40_000);
  await writeFile(gate, '');
  await shop.delivered(first);
  await shop.delivered(second);
  const [[begunA, doneA], [begunB, doneB]] = (await Promise.all(
    [first, second].map(async (run) => timesOf(await shop.archive.history(run))),
  )) as [[number, number], [number, number]];
  expect(doneA <= begunB || doneB <= begunA).toBe(true);

  await nextMinute();
  const [third] = await shop.archive.openRuns();
  expect(third).toBeDefined();
  await shop.delivered(third!);

  async function oneIsBehindTheOther(runs: readonly RunId[]): Promise<boolean> {
    const states = await Promise.all(runs.map(async (run) => (await shop.archive.history(run)).at(-1)?.event));
    return states.includes('behind') && states.includes('started');
  }
}, 150_000);
