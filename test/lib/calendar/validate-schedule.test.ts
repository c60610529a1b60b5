import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dayInterval } from '../../../src/lib/calendar/interval.ts';
import { cron, daily, every, monthly, onEvent, weekly, type Schedule } from '../../../src/lib/calendar/schedule.ts';
import { validateSchedule } from '../../../src/lib/calendar/validate-schedule.ts';
import { isZone } from '../../../src/lib/calendar/zone.ts';

const between: readonly [string, string] = ['04:00', '08:00'];
const year = (due: Temporal.ZonedDateTime): Temporal.ZonedDateTime => due.with({ month: 1, day: 1 }).startOfDay();
const ownQuarter = (due: Temporal.ZonedDateTime) => {
  const to = due.with({ month: due.month - ((due.month - 1) % 3), day: 1 }).startOfDay();
  const from = to.subtract({ months: 3 });
  return { id: `${from.year}-Q${Math.ceil(from.month / 3)}`, from, to };
};

describe('accepts', () => {
  const schedules: readonly Schedule[] = [
    daily({ between }),
    daily({ between, days: ['monday', 'friday'], deadline: '09:00', starts: '2013-01-01', ends: '2013-12-31' }),
    daily({ between, covers: 'month to date' }),
    daily({ between, covers: { trailingDays: 15 }, closedDays: 'forward' }),
    weekly({ on: 'monday', between }),
    weekly({ on: 'friday', between, closedDays: 'back' }),
    monthly({ day: 1, between }),
    monthly({ day: 31, between, closedDays: 'back' }),
    monthly({ day: 'last', between, covers: 'month to date' }),
    monthly({ day: { businessDay: 3 }, between }),
    every({ minutes: 1 }),
    every({ hours: 6, giveUpAfter: 'PT1H', deadlineAfter: 'PT2H' }),
    every({ hours: 1.5 }),
    cron('0 6 * * 1-5', { giveUpAfter: 'PT2H' }),
    cron('0 6 29 2 *', { giveUpAfter: 'P1D' }),
    cron('0 6 5 1,4,7,10 *', { giveUpAfter: 'PT2H', covers: ownQuarter }),
    onEvent({ look: every({ minutes: 10 }) }),
  ];
  test.each(schedules.map((schedule) => [schedule.kind, schedule] as const))('%s %j', (_, schedule) => {
    expect(validateSchedule(schedule, { holidays: ['01-01'] }, 'Africa/Dakar')).toEqual([]);
  });
});

describe('refuses', () => {
  const cases: readonly (readonly [what: string, schedule: Schedule, problem: object])[] = [
    ['a time that no clock shows', daily({ between: ['04:00', '24:00'] }), { field: 'between.1', got: '"24:00"' }],
    [
      'a time without a leading zero',
      daily({ between: ['4:00', '08:00'] }),
      { field: 'between.0', expected: 'HH:mm, 00:00 to 23:59' },
    ],
    [
      'a give-up before the first try',
      daily({ between: ['08:00', '04:00'] }),
      { field: 'between', got: '["08:00","04:00"]' },
    ],
    ['a give-up at the first try', daily({ between: ['08:00', '08:00'] }), { field: 'between' }],
    [
      'a deadline at the first try',
      daily({ between, deadline: '04:00' }),
      { field: 'deadline', expected: 'a time after the first try, 04:00' },
    ],
    [
      'an impossible first day',
      daily({ between, starts: '2013-02-29' }),
      { field: 'starts', expected: 'an existing date, yyyy-MM-dd' },
    ],
    ['a date of another form', daily({ between, ends: '25/07/2013' }), { field: 'ends', got: '"25/07/2013"' }],
    [
      'a season that ends before it starts',
      daily({ between, starts: '2013-07-26', ends: '2013-07-25' }),
      { field: 'ends' },
    ],
    ['no weekday', daily({ between, days: [] }), { field: 'days', expected: 'at least one weekday' }],
    ['the 32nd', monthly({ day: 32, between }), { field: 'day', got: '32' }],
    ['day 0', monthly({ day: 0, between }), { field: 'day' }],
    ['half a day', monthly({ day: 1.5, between }), { field: 'day' }],
    [
      'more business days than a month has',
      monthly({ day: { businessDay: 24 }, between }),
      { field: 'day.businessDay', expected: 'a whole number, 1 to 23' },
    ],
    ['a step under a minute', every({ minutes: 0.5 }), { field: 'minutes', got: '0.5' }],
    ['no step at all', every({ minutes: 0 }), { field: 'minutes' }],
    ['a step that does not divide a day', every({ hours: 7 }), { field: 'minutes', got: '420' }],
    ['a step of two days', every({ hours: 48 }), { field: 'minutes' }],
    ['a give-up in no time', every({ hours: 1, giveUpAfter: 'PT0M' }), { field: 'giveUpAfter' }],
    [
      'a duration of a calendar month',
      cron('0 6 * * *', { giveUpAfter: 'P1M' }),
      { field: 'giveUpAfter', got: '"P1M"' },
    ],
    ['an empty pattern', cron('', { giveUpAfter: 'PT1H' }), { field: 'pattern', got: '0 fields' }],
    ['a pattern with seconds', cron('0 0 6 * * *', { giveUpAfter: 'PT1H' }), { field: 'pattern', got: '6 fields' }],
    [
      'a pattern that no year matches',
      cron('0 6 31 2 *', { giveUpAfter: 'PT1H' }),
      { field: 'pattern', got: 'a rule without any due time' },
    ],
    [
      'a season without a due day',
      weekly({ on: 'monday', between, starts: '2013-07-25', ends: '2013-07-27' }),
      { field: 'ends' },
    ],
    ['days that are all skipped', daily({ between, days: ['sunday'], closedDays: 'skip' }), { field: 'closedDays' }],
    [
      'one interval for many due times',
      daily({ between, covers: 'previous month' }),
      { field: 'covers', got: '2023-12 for both 2024-01-01T04:00 and 2024-01-02T04:00' },
    ],
    [
      'a shift back into the interval',
      daily({ between, closedDays: 'back' }),
      { field: 'closedDays', expected: 'forward or skip' },
    ],
    ['no trailing days', daily({ between, covers: { trailingDays: 0 } }), { field: 'covers.trailingDays' }],
    [
      'a function whose interval ends before it begins',
      daily({ between, covers: (due) => ({ id: String(due.year), from: due, to: year(due) }) }),
      { field: 'covers' },
    ],
    [
      'a function whose id is no file name',
      daily({ between, covers: (due) => ({ ...dayInterval(due.toPlainDate(), 'UTC'), id: '2024/01' }) }),
      { field: 'covers' },
    ],
    [
      'a function that throws',
      daily({
        between,
        covers: () => {
          throw new RangeError('no such quarter');
        },
      }),
      { field: 'covers', got: 'an error: RangeError: no such quarter' },
    ],
    ['a wrong step to look for events', onEvent({ look: every({ minutes: 7 }) }), { field: 'look.minutes' }],
  ];
  test.each(cases)('%s', (_, schedule, problem) => {
    expect(validateSchedule(schedule, undefined, 'UTC')).toEqual([expect.objectContaining(problem)]);
  });

  test.each([
    [
      { kind: 'daily', between, covers: 'previous day', closedDays: 'run', dealine: '09:00' },
      { field: 'dealine', didYouMean: 'deadline' },
    ],
    [
      { kind: 'daily', between, covers: 'previus day', closedDays: 'run' },
      { field: 'covers', didYouMean: 'previous day' },
    ],
    [
      { kind: 'weekly', on: 'mondey', between, covers: 'previous week', closedDays: 'run' },
      { field: 'on', didYouMean: 'monday' },
    ],
    [
      { kind: 'daily', covers: 'previous day', closedDays: 'run' },
      { field: 'between', got: 'nothing' },
    ],
    [{ kind: 'hourly' }, { field: 'kind', got: '"hourly"' }],
  ])('what a compiler would have refused: %j', (schedule, problem) => {
    expect(validateSchedule(schedule as unknown as Schedule, undefined, 'UTC')).toEqual([
      expect.objectContaining(problem),
    ]); // a definition that was not compiled
  });

  test('all wrong fields at once', () => {
    const schedule = daily({ between: ['8h', '04:00'], deadline: 'noon', starts: 'tomorrow' });
    expect(validateSchedule(schedule, undefined, 'Africa/Dakkar').map(({ field }) => field)).toEqual([
      'starts',
      'between.0',
      'deadline',
      'zone',
    ]);
  });
});

describe('zones', () => {
  test('accepts every zone of Intl, UTC, and the names that Intl knows but does not list', () => {
    const names = [
      ...Intl.supportedValuesOf('timeZone'),
      'UTC',
      'Asia/Kolkata',
      'Europe/Kyiv',
      'America/Argentina/Buenos_Aires',
    ];
    expect(names.filter((name) => !isZone(name))).toEqual([]);
  });

  test.each([
    '',
    'UTC+1',
    '+01:00',
    'CET',
    'EST',
    'utc',
    'europe/paris',
    'Europe/paris',
    'Europe/Pariss',
    'Mars/Olympus',
  ])('refuses %j', (zone) => {
    expect(validateSchedule(daily({ between }), undefined, zone)).toEqual([expect.objectContaining({ field: 'zone' })]);
  });

  test('suggests the zone that was meant', () => {
    expect(validateSchedule(daily({ between }), undefined, 'Africa/Dakkar')[0]?.didYouMean).toBe('Africa/Dakar');
  });
});
