import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { planCatchUp, type CatchUp, type CatchUpPlan } from '../../../src/lib/calendar/catch-up.ts';
import { duesBetween } from '../../../src/lib/calendar/dues.ts';
import { daily, every, type Schedule } from '../../../src/lib/calendar/schedule.ts';
import { validateCatchUp } from '../../../src/lib/calendar/validate-catch-up.ts';

const dakar = { zone: 'Africa/Dakar', calendar: {} };
const morning = daily({ between: ['04:00', '08:00'], starts: '2013-07-21' });

function plan(
  catchUp: CatchUp,
  now: string,
  recorded: readonly string[] = [],
  schedule: Schedule = morning,
): CatchUpPlan {
  const until = Temporal.Instant.from(now);
  return planCatchUp(
    duesBetween(schedule, dakar, until.subtract({ hours: 240 }), until),
    new Set(recorded),
    catchUp,
    until,
  );
}

/** `2013-07-25` on time, `2013-07-25 late`, `2013-07-25 missed`, in the order of the plan. */
function fates({ run, missed }: CatchUpPlan): string[] {
  return [
    ...run.map(({ due, late }) => `${due.interval.id}${late ? ' late' : ''}`),
    ...missed.map(({ due }) => `${due.interval.id} missed`),
  ];
}

describe('planCatchUp', () => {
  test.each<[string, CatchUp, string[]]>([
    ['2013-07-23T04:00Z', { policy: 'none' }, ['2013-07-22', '2013-07-20 missed', '2013-07-21 missed']],
    ['2013-07-23T08:00Z', { policy: 'none' }, ['2013-07-22', '2013-07-20 missed', '2013-07-21 missed']],
    ['2013-07-23T08:01Z', { policy: 'none' }, ['2013-07-20 missed', '2013-07-21 missed', '2013-07-22 missed']],
    ['2013-07-23T03:59Z', { policy: 'latest' }, ['2013-07-21 late', '2013-07-20 missed']],
    ['2013-07-23T05:00Z', { policy: 'latest' }, ['2013-07-22', '2013-07-21 late', '2013-07-20 missed']],
    ['2013-07-23T09:00Z', { policy: 'latest' }, ['2013-07-22 late', '2013-07-20 missed', '2013-07-21 missed']],
    [
      '2013-07-23T05:00Z',
      { policy: 'latest', maxAge: 'P1D' },
      ['2013-07-22', '2013-07-20 missed', '2013-07-21 missed'],
    ],
    ['2013-07-23T05:00Z', { policy: 'all' }, ['2013-07-22', '2013-07-20 late', '2013-07-21 late']],
    [
      '2013-07-23T09:00Z',
      { policy: 'all', order: 'newest' },
      ['2013-07-22 late', '2013-07-21 late', '2013-07-20 late'],
    ],
    [
      '2013-07-23T09:00Z',
      { policy: 'all', maxAge: 'P2D' },
      ['2013-07-21 late', '2013-07-22 late', '2013-07-20 missed'],
    ],
  ])('at %s under %j', (now, catchUp, expected) => {
    expect(fates(plan(catchUp, now))).toEqual(expected);
  });

  test('leaves alone what is recorded', () => {
    expect(fates(plan({ policy: 'all' }, '2013-07-23T09:00Z', ['2013-07-20', '2013-07-22']))).toEqual([
      '2013-07-21 late',
    ]);
  });

  test('does not take an older interval for the latest once that is recorded', () => {
    expect(fates(plan({ policy: 'latest' }, '2013-07-23T09:00Z', ['2013-07-22']))).toEqual([
      '2013-07-20 missed',
      '2013-07-21 missed',
    ]);
  });

  test('gives a late run a window of its own length from now on', () => {
    const { run } = plan({ policy: 'latest' }, '2013-07-23T09:00Z');
    expect(run.map(({ giveUpAt }) => giveUpAt.toString())).toEqual(['2013-07-23T13:00:00Z']);
  });

  test('says why an interval is missed', () => {
    const reasons = (catchUp: CatchUp) =>
      new Set(plan(catchUp, '2013-07-24T09:00Z').missed.map(({ reason }) => reason));
    expect(reasons({ policy: 'none' })).toEqual(
      new Set(['its window has passed and nothing is made late (catch-up: none)']),
    );
    expect(reasons({ policy: 'latest' })).toEqual(new Set(['a later one has been due since (catch-up: latest)']));
    expect(reasons({ policy: 'all', maxAge: 'PT36H' })).toEqual(
      new Set(['it was due longer ago than PT36H (catch-up: all)']),
    );
  });

  test('ends in one outcome per interval, however often and with whatever clock it is asked', () => {
    const start = Temporal.Instant.from('2013-07-21T00:00Z');
    const policy = fc.record({
      policy: fc.constantFrom('latest' as const, 'all' as const, 'none' as const),
      maxAge: fc.constantFrom('PT1H', 'P1D', 'P7D'),
      order: fc.constantFrom('oldest' as const, 'newest' as const),
    });
    const schedule = fc.constantFrom<Schedule>(morning, every({ hours: 6, starts: '2013-07-21' }));
    const clock = fc.array(fc.integer({ min: 0, max: 10 * 1440 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(policy, schedule, clock, (catchUp, rule, minutes) => {
        const outcomes = new Map<string, string>();
        for (const minute of minutes) {
          const now = start.add({ minutes: minute });
          const { run, missed } = planCatchUp(
            duesBetween(rule, dakar, start, now),
            new Set(outcomes.keys()),
            catchUp,
            now,
          );
          for (const { due } of [...run, ...missed]) {
            expect(outcomes.has(due.interval.id)).toBe(false);
            outcomes.set(due.interval.id, due.at.toString());
          }
        }
        const furthest = start.add({ minutes: Math.max(...minutes) });
        const expected = duesBetween(rule, dakar, start, furthest).map(({ interval }) => interval.id);
        expect([...outcomes.keys()].sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });
});

test.each([
  [{ policy: 'lastest' }, { field: 'policy', didYouMean: 'latest' }],
  [{}, { field: 'policy', got: 'nothing', expected: 'latest, all or none' }],
  [{ policy: 'all', maxAge: '1 day' }, { field: 'maxAge' }],
  [{ policy: 'all', maxAge: 'P1W' }, { field: 'maxAge' }],
  [
    { policy: 'all', order: 'new' },
    { field: 'order', didYouMean: 'newest' },
  ],
  [
    { policy: 'all', maxage: 'P3D' },
    { field: 'maxage', didYouMean: 'maxAge' },
  ],
])('the catch-up %j is refused', (catchUp, problem) => {
  expect(validateCatchUp(catchUp)).toEqual([expect.objectContaining(problem)]);
});
