import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { describeSchedule } from '../../../src/lib/calendar/describe.ts';
import { dueRows } from '../../../src/lib/calendar/due-table.ts';
import { duesOfYear, nextDues } from '../../../src/lib/calendar/dues.ts';
import { dayInterval } from '../../../src/lib/calendar/interval.ts';
import { cron, daily, every, monthly, onEvent, weekly, type Schedule } from '../../../src/lib/calendar/schedule.ts';

const between: readonly [string, string] = ['04:00', '08:00'];
const now = Temporal.Instant.from('2025-10-24T12:00Z');
const paris = { zone: 'Europe/Paris', calendar: {} };

test.each<[string, Schedule]>([
  ['daily, first try 04:00, gives up 08:00 (Africa/Dakar), covers the previous day', daily({ between })],
  [
    'on Monday, Friday, first try 04:00, gives up 08:00, promised for 09:00 (Africa/Dakar), covers the 15 days before, from 2013-07-01, until 2013-12-31',
    daily({
      between,
      days: ['monday', 'friday'],
      deadline: '09:00',
      covers: { trailingDays: 15 },
      starts: '2013-07-01',
      ends: '2013-12-31',
    }),
  ],
  [
    'weekly on Sunday, first try 04:00, gives up 08:00 (Africa/Dakar), covers the previous week, closed days wait for the next open day',
    weekly({ on: 'sunday', between, closedDays: 'forward' }),
  ],
  [
    'monthly on business day 3, first try 04:00, gives up 08:00 (Africa/Dakar), covers the previous month',
    monthly({ day: { businessDay: 3 }, between }),
  ],
  [
    'monthly on the last day, first try 04:00, gives up 08:00 (Africa/Dakar), covers the month to date, not on closed days',
    monthly({ day: 'last', between, covers: 'month to date', closedDays: 'skip' }),
  ],
  [
    'monthly on day 5, first try 04:00, gives up 08:00 (Africa/Dakar), covers an interval of its own',
    monthly({ day: 5, between, covers: (due) => dayInterval(due.toPlainDate(), due.timeZoneId) }),
  ],
  [
    'every 15 minutes, gives up at the next step (Africa/Dakar), covers the time since the step before',
    every({ minutes: 15 }),
  ],
  [
    'every hour, gives up after PT30M, promised within PT1H (Africa/Dakar), covers the time since the step before',
    every({ hours: 1, giveUpAfter: 'PT30M', deadlineAfter: 'PT1H' }),
  ],
  [
    'at the times of cron 0 6 * * 1-5, gives up after PT2H (Africa/Dakar), covers the previous day',
    cron('0 6 * * 1-5', { giveUpAfter: 'PT2H', covers: 'previous day' }),
  ],
  ['for each value found, looked for every 10 minutes', onEvent({ look: every({ minutes: 10 }) })],
])('%s', (line, schedule) => {
  expect(describeSchedule(schedule, 'Africa/Dakar')).toBe(line);
});

describe('due tables', () => {
  test('show the next due times with the offset of each day', () => {
    expect(dueRows(nextDues(daily({ between, deadline: '09:00' }), paris, now, 2))).toEqual([
      {
        interval: '2025-10-24',
        from: '2025-10-24 00:00 +02:00',
        to: '2025-10-25 00:00 +02:00',
        firstTry: '2025-10-25 04:00 +02:00',
        givesUp: '2025-10-25 08:00 +02:00',
        deadline: '2025-10-25 09:00 +02:00',
      },
      {
        interval: '2025-10-25',
        from: '2025-10-25 00:00 +02:00',
        to: '2025-10-26 00:00 +02:00',
        firstTry: '2025-10-26 04:00 +01:00',
        givesUp: '2025-10-26 08:00 +01:00',
        deadline: '2025-10-26 09:00 +01:00',
      },
    ]);
  });

  test('leave the deadline empty when nothing is promised', () => {
    expect(dueRows(nextDues(daily({ between }), paris, now, 1))[0]?.deadline).toBe('');
  });

  test('hold every due time of a year, midnight of its first day included', () => {
    const midnight = daily({ between: ['00:00', '08:00'] });
    const year = duesOfYear(midnight, paris, 2024);
    expect([year.length, year[0]?.interval.id, year.at(-1)?.interval.id]).toEqual([366, '2023-12-31', '2024-12-30']);
    expect(duesOfYear(monthly({ day: 'last', between }), paris, 2024)).toHaveLength(12);
  });

  test('hold what there is when the schedule ends early', () => {
    expect(nextDues(daily({ between, ends: '2025-10-26' }), paris, now, 10)).toHaveLength(2);
  });

  test('hold each of several runs that a closed day moved to one time', () => {
    const dues = nextDues(daily({ between, closedDays: 'forward' }), paris, now, 3);
    expect(dues.map(({ interval }) => interval.id)).toEqual(['2025-10-24', '2025-10-25', '2025-10-26']);
  });
});
