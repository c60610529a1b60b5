import { defaultRepeatStrategy } from 'bullmq';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { duesBetween } from '../../../src/lib/calendar/dues.ts';
import { cron, daily, every, monthly, onEvent, weekly, type Schedule } from '../../../src/lib/calendar/schedule.ts';
import { wakeUp } from '../../../src/lib/calendar/wake-up.ts';

const between: readonly [string, string] = ['04:05', '08:00'];
const calendar = { holidays: ['01-01', '05-01'], easter: [1, 39, 50] };

const cases: readonly (readonly [pattern: string, schedule: Schedule])[] = [
  ['5 4 * * *', daily({ between })],
  ['5 4 * * 1,5', daily({ between, days: ['monday', 'friday'] })],
  ['5 4 * * 1,5', daily({ between, days: ['monday', 'friday'], closedDays: 'skip' })],
  ['5 4 * * *', daily({ between, days: ['monday', 'friday'], closedDays: 'forward' })],
  ['5 4 * * 7', weekly({ on: 'sunday', between })],
  ['5 4 * * *', weekly({ on: 'friday', between, closedDays: 'back' })],
  ['5 4 28 * *', monthly({ day: 28, between })],
  ['5 4 * * *', monthly({ day: 29, between })],
  ['5 4 * * *', monthly({ day: 'last', between })],
  ['5 4 * * *', monthly({ day: { businessDay: 3 }, between })],
  ['*/15 * * * *', every({ minutes: 15 })],
  ['*/15 * * * *', every({ minutes: 45 })],
  ['*/1 * * * *', every({ minutes: 1 })],
  ['*/30 * * * *', every({ hours: 1.5 })],
  ['0 */1 * * *', every({ hours: 1 })],
  ['0 */6 * * *', every({ hours: 6 })],
  ['0 0 * * *', every({ hours: 24 })],
  ['30 6-8 1,15 * mon', cron('30 6-8 1,15 * mon', { giveUpAfter: 'PT1H' })],
  ['*/10 * * * *', onEvent({ look: every({ minutes: 10 }) })],
];

describe('wakeUp', () => {
  test.each(cases)('is %s for %j', (pattern, schedule) => {
    expect(wakeUp(schedule, { zone: 'Africa/Dakar', calendar })).toEqual({ pattern, tz: 'Africa/Dakar' });
  });

  test.each(cases)('makes BullMQ fire at each first try: %s', (_, schedule) => {
    const context = { zone: 'Europe/Paris', calendar };
    const { pattern, tz } = wakeUp(schedule, context);
    const until = schedule.kind === 'every' ? '2025-01-04T12:00Z' : '2025-03-29T12:00Z';
    const dues = duesBetween(schedule, context, at('2025-01-01T12:00Z'), at(until));
    const fired = dues.map((due) => defaultRepeatStrategy(due.at.epochMilliseconds - 1, { pattern, tz }));
    expect(fired).toEqual(dues.map((due) => due.at.epochMilliseconds));
  });

  test('fires within the hour after a first try that a clock change moved', () => {
    const context = { zone: 'Europe/Paris', calendar };
    const schedule = daily({ between: ['02:30', '06:00'] });
    const [due] = duesBetween(schedule, context, at('2025-03-29T12:00Z'), at('2025-03-30T12:00Z'));
    const fired = defaultRepeatStrategy(due!.at.epochMilliseconds - 1, wakeUp(schedule, context));
    expect(fired! - due!.at.epochMilliseconds).toBe(30 * 60_000);
  });
});

function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}
