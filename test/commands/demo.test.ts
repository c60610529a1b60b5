import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countedStates, type SeenExport, showProgress } from '../../src/commands/demo-progress.ts';
import { type DemoExport, demoExports } from '../../src/commands/demo-runs.ts';
import { createSample } from '../../src/embedded/sample/create-sample.ts';
import { foldRun } from '../../src/lib/archive/run-state.ts';
import { readSettings } from '../../src/lib/config/settings.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { loadEngine } from '../../src/processes/engine.ts';
import { spoken } from '../support/spoken.ts';
import { testQueues } from '../support/queues.ts';

let exports: readonly DemoExport[];
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bordereau-demo-'));
  await createSample(join(dir, 'sample'), { fiches: 8000 });
  const url = `sqlite:${join(dir, 'sample')}`;
  const sources = { SOURCE_CANAL_URL: url, SOURCE_OUTBAND_URL: url, SOURCE_TIGO_URL: url };
  exports = await demoExports(await loadEngine(readSettings({ ...sources }), 'test', silentLogger));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const runsOf = (id: string): readonly string[] => exports.find((each) => each.id === id)?.runs ?? [];

test('the demo makes the morning after the sample day and the bills of the month before', () => {
  expect(runsOf('canal/fiches-cloturees')).toEqual(['canal/fiches-cloturees/2013-07-25']);
  expect(runsOf('tigo/recharges-quotidiennes')).toEqual(['tigo/recharges-quotidiennes/2013-07-25']);
  expect(runsOf('canal/facturation')).toEqual(['canal/facturation/2013-06']);
  expect(runsOf('tigo/facturation-mensuelle')).toEqual(['tigo/facturation-mensuelle/2013-06']);
});

test('the demo makes forty segments that have finished, after everything else', () => {
  expect(exports.slice(-2).map(({ id, trigger, runs }) => [id, trigger, runs.length])).toEqual([
    ['canal/segment', 'event', 40],
    ['canal/segment-xls', 'event', 40],
  ]);
});

test('of an export with many runs progress is told by the quarter', async () => {
  const output = spoken();
  const show = showProgress(output);
  const queues = await testQueues('demo');
  for (let done = 0; done <= 8; done++) await show([segments(done)], queues);
  expect(output.lines).toEqual([
    '  canal/segment: 8 queued',
    '  canal/segment: 6 queued, 2 delivered',
    '  canal/segment: 4 queued, 4 delivered',
    '  canal/segment: 2 queued, 6 delivered',
    '  canal/segment: 8 delivered',
  ]);
});

test('states are counted in the order a run goes through them', () => {
  expect(countedStates(['delivered', 'queued', 'failed', 'delivered'])).toBe('1 queued, 2 delivered, 1 failed');
});

/** Eight segments of which so many are delivered. */
function segments(delivered: number): SeenExport {
  const stamp = { v: 1, at: '2013-07-26T04:00:00Z', by: 'test' } as const;
  const queued = { ...stamp, event: 'queued', revision: 1, trigger: 'event', late: false, why: null } as const;
  const sent = { ...stamp, event: 'delivered', revision: 1 } as const;
  const runs = Array.from({ length: 8 }, (_, at) => ({
    run: `canal/segment/segment=S${at}` as const,
    status: foldRun(at < delivered ? [queued, sent] : [queued]),
  }));
  return { id: 'canal/segment', runs };
}
