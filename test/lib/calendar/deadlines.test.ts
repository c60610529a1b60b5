import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { deadlinesBetween } from '../../../src/lib/calendar/deadlines.ts';
import { duesBetween } from '../../../src/lib/calendar/dues.ts';
import { cron, daily, every, monthly, onEvent } from '../../../src/lib/calendar/schedule.ts';

const context = { zone: 'Europe/Paris', calendar: { weekend: ['saturday', 'sunday'] } } as const;
const at = (text: string) => Temporal.Instant.from(text);

const promising = [
  daily({ between: ['04:00', '08:00'], deadline: '09:30' }),
  daily({ between: ['23:00', '23:30'], deadline: '23:59', closedDays: 'forward' }),
  monthly({ day: { businessDay: 3 }, between: ['04:00', '08:00'], deadline: '08:00' }),
  every({ minutes: 30, deadlineAfter: 'PT45M' }),
  cron('0 6 * * 1-5', { giveUpAfter: 'PT2H', deadlineAfter: 'P2D' }),
];

test('the deadlines of a time are those of all dues that lie in it', () => {
  const begin = at('2013-03-20T00:00:00Z');
  const hours = fc.integer({ min: 0, max: 24 * 30 });
  fc.assert(
    fc.property(fc.constantFrom(...promising), hours, hours, (schedule, one, other) => {
      const [from, until] = [one, other].sort((a, b) => a - b).map((hour) => begin.add({ hours: hour }));
      const all = duesBetween(schedule, context, from!.subtract({ hours: 24 * 10 }), until!);
      const within = all.filter(
        ({ deadline }) =>
          Temporal.Instant.compare(deadline!, from!) > 0 && Temporal.Instant.compare(deadline!, until!) <= 0,
      );
      const found = deadlinesBetween(schedule, context, from!, until!);
      expect(found.map(({ interval }) => interval.id)).toEqual(within.map(({ interval }) => interval.id));
    }),
    { numRuns: 60 },
  );
});

test('looked for without a gap, each deadline comes once', () => {
  const looks = Array.from({ length: 7 * 24 }, (_, hour) => at('2013-03-28T00:00:00Z').add({ hours: hour }));
  for (const schedule of promising) {
    const found = looks.slice(1).flatMap((until, i) => deadlinesBetween(schedule, context, looks[i]!, until));
    const whole = deadlinesBetween(schedule, context, looks[0]!, looks.at(-1)!);
    expect(found.map(({ interval }) => interval.id)).toEqual(whole.map(({ interval }) => interval.id));
  }
});

test('where nothing is promised there is no deadline', () => {
  for (const schedule of [
    daily({ between: ['04:00', '08:00'] }),
    every({ minutes: 30 }),
    onEvent({ look: every({ minutes: 30 }) }),
  ]) {
    expect(deadlinesBetween(schedule, context, at('2013-03-20T00:00:00Z'), at('2013-04-20T00:00:00Z'))).toEqual([]);
  }
});
