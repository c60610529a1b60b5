import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { type Overlap, overlapOf, type RunInMaking, whySkipped } from '../../../src/lib/exports/overlap.ts';

const due = Temporal.Instant.from('2013-07-26T04:30:00Z');
const begun: RunInMaking = { run: 'shop/orders/a', trigger: 'schedule', begunAt: '2013-07-26T04:00:01Z' };
const waiting: RunInMaking = { run: 'shop/orders/b', trigger: 'schedule', begunAt: null };
const later: RunInMaking = { ...waiting, begunAt: '2013-07-26T04:30:00.5Z' };

describe('what falls due while another run is being made', () => {
  test.each<[Overlap, string, RunInMaking[], string | null]>([
    ['allow', 'is made beside whatever there is', [begun, waiting], null],
    ['skip', 'is left out', [begun], 'shop/orders/a was still being made (overlap: skip)'],
    ['skip', 'is made when the other one waits too', [waiting], null],
    ['skip', 'is made when the other one began after its hour', [later], null],
    ['queue', 'waits for its turn', [begun], null],
    [
      'queue',
      'is left out when another one waits already',
      [begun, waiting],
      'shop/orders/a was still being made and shop/orders/b waits for its turn (overlap: queue)',
    ],
    ['queue', 'is made when nothing had begun by its hour', [later, waiting], null],
  ])('%s: it %s', (overlap, _what, others, why) => {
    expect(whySkipped(overlap, due, others)).toBe(why);
  });

  test.each(['catch-up', 'event', 'backfill', 'manual', 'rerun'] as const)(
    'is never left out for a run that is not of its schedule: %s',
    (trigger) => {
      const others = [begun, waiting].map((other) => ({ ...other, trigger }));
      expect(whySkipped('skip', due, others)).toBeNull();
      expect(whySkipped('queue', due, [begun, ...others])).toBeNull();
    },
  );
});

test('intervals take turns and parameters do not, unless the export says so', () => {
  expect(overlapOf({ params: {} })).toBe('queue');
  expect(overlapOf({ params: { segment: /^S/ } })).toBe('allow');
  expect(overlapOf({ params: { segment: /^S/ }, overlap: 'queue' })).toBe('queue');
});
