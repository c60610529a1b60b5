import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Due, ScheduleContext } from '../../../src/lib/calendar/due.ts';
import { dueForInterval, duesBetween, intervalNamed, nextDue } from '../../../src/lib/calendar/dues.ts';
import { dayInterval } from '../../../src/lib/calendar/interval.ts';
import {
  cron,
  daily,
  every,
  monthly,
  onEvent,
  weekly,
  type CoversFunction,
  type DayCovers,
  type Schedule,
} from '../../../src/lib/calendar/schedule.ts';
import { IntervalNotUnderstood } from '../../../src/lib/errors/calendar-errors.ts';

const dakar: ScheduleContext = { zone: 'Africa/Dakar', calendar: {} };
const paris: ScheduleContext = { zone: 'Europe/Paris', calendar: {} };
const hours: readonly [string, string] = ['04:00', '08:00'];
const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);

/** One line per due: interval, first try and give-up time in the zone. */
function lines(schedule: Schedule, context: ScheduleContext, after: string, until: string): string[] {
  return duesBetween(schedule, context, instant(after), instant(until)).map((due) => line(due, context.zone));
}

function line({ interval, at, giveUpAt }: Due, zone: string): string {
  const local = (when: Temporal.Instant): string =>
    when.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'minute' });
  return `${interval.id} ${local(at)} ${local(giveUpAt)}`;
}

describe('daily', () => {
  test('is due each morning for the day before', () => {
    expect(lines(daily({ between: hours }), dakar, '2013-07-25T04:00Z', '2013-07-27T04:00Z')).toEqual([
      '2013-07-25 2013-07-26T04:00+00:00 2013-07-26T08:00+00:00',
      '2013-07-26 2013-07-27T04:00+00:00 2013-07-27T08:00+00:00',
    ]);
  });

  test('keeps to the given weekdays and season', () => {
    const schedule = daily({ between: hours, days: ['friday', 'monday'], starts: '2013-07-26', ends: '2013-07-31' });
    expect(lines(schedule, dakar, '2013-07-01T00:00Z', '2013-08-31T00:00Z')).toEqual([
      '2013-07-25 2013-07-26T04:00+00:00 2013-07-26T08:00+00:00',
      '2013-07-28 2013-07-29T04:00+00:00 2013-07-29T08:00+00:00',
    ]);
  });

  test('covers 23 and 25 hours when the clock changes', () => {
    const dues = duesBetween(
      daily({ between: hours }),
      paris,
      instant('2025-03-30T12:00Z'),
      instant('2025-10-27T12:00Z'),
    );
    const lengths = dues.map(({ interval }) => interval.from.until(interval.to).total('hours'));
    expect([lengths.indexOf(23), lengths.indexOf(25), lengths.filter((length) => length !== 24).length]).toEqual([
      0,
      dues.length - 1,
      2,
    ]);
  });

  test('is due after the gap when the clock jumps over the first try, and once when it repeats it', () => {
    const schedule = daily({ between: ['02:30', '02:45'] });
    expect(lines(schedule, paris, '2025-03-29T12:00Z', '2025-03-30T12:00Z')).toEqual([
      '2025-03-29 2025-03-30T03:00+02:00 2025-03-30T03:15+02:00',
    ]);
    expect(lines(schedule, paris, '2025-10-25T12:00Z', '2025-10-26T12:00Z')).toEqual([
      '2025-10-25 2025-10-26T02:30+02:00 2025-10-26T02:45+02:00',
    ]);
  });
});

test('weekly covers the ISO week before', () => {
  expect(lines(weekly({ on: 'tuesday', between: hours }), dakar, '2012-12-28T00:00Z', '2013-01-09T00:00Z')).toEqual([
    '2012-W52 2013-01-01T04:00+00:00 2013-01-01T08:00+00:00',
    '2013-W01 2013-01-08T04:00+00:00 2013-01-08T08:00+00:00',
  ]);
});

describe('monthly', () => {
  test('covers the month before', () => {
    expect(lines(monthly({ day: 2, between: hours }), dakar, '2012-12-31T00:00Z', '2013-02-28T00:00Z')).toEqual([
      '2012-12 2013-01-02T04:00+00:00 2013-01-02T08:00+00:00',
      '2013-01 2013-02-02T04:00+00:00 2013-02-02T08:00+00:00',
    ]);
  });

  test('takes the last day of a month that is too short', () => {
    expect(lines(monthly({ day: 31, between: hours }), dakar, '2024-01-31T12:00Z', '2024-03-01T00:00Z')).toEqual([
      '2024-01 2024-02-29T04:00+00:00 2024-02-29T08:00+00:00',
    ]);
  });

  test('counts business days past weekends and holidays', () => {
    const schedule = monthly({ day: { businessDay: 3 }, between: hours });
    const context = { zone: 'Africa/Dakar', calendar: { holidays: ['01-01'] } };
    expect(lines(schedule, context, '2013-01-01T00:00Z', '2013-02-28T00:00Z')).toEqual([
      '2012-12 2013-01-04T04:00+00:00 2013-01-04T08:00+00:00',
      '2013-01 2013-02-05T04:00+00:00 2013-02-05T08:00+00:00',
    ]);
  });
});

describe('nextDue', () => {
  test('is strictly after now', () => {
    const next = nextDue(daily({ between: hours }), dakar, instant('2013-07-26T04:00Z'));
    expect(next && line(next, 'Africa/Dakar')).toBe('2013-07-26 2013-07-27T04:00+00:00 2013-07-27T08:00+00:00');
  });

  test('is null once the season is over', () => {
    expect(nextDue(daily({ between: hours, ends: '2013-07-26' }), dakar, instant('2013-07-26T04:00Z'))).toBeNull();
  });
});

describe('every', () => {
  test('covers from the step before, on the multiples of the local clock', () => {
    expect(lines(every({ hours: 6 }), paris, '2013-07-25T09:59Z', '2013-07-25T22:00Z')).toEqual([
      '2013-07-25T06-00--PT6H 2013-07-25T12:00+02:00 2013-07-25T18:00+02:00',
      '2013-07-25T12-00--PT6H 2013-07-25T18:00+02:00 2013-07-26T00:00+02:00',
      '2013-07-25T18-00--PT6H 2013-07-26T00:00+02:00 2013-07-26T06:00+02:00',
    ]);
  });

  test('steps twice through an hour that the clock repeats, and over one it leaves out', () => {
    const schedule = every({ minutes: 30 });
    expect(lines(schedule, paris, '2025-10-26T00:00Z', '2025-10-26T02:00Z').map(idOf)).toEqual([
      '2025-10-26T02-00--PT30M',
      '2025-10-26T02-30--PT30M',
      '2025-10-26T02-00-2--PT30M',
      '2025-10-26T02-30-2--PT30M',
    ]);
    expect(lines(schedule, paris, '2025-03-30T00:00Z', '2025-03-30T01:30Z').map(idOf)).toEqual([
      '2025-03-30T01-00--PT30M',
      '2025-03-30T01-30--PT30M',
      '2025-03-30T03-00--PT30M',
    ]);
  });

  test('covers the skipped days with the first step after them', () => {
    const schedule = every({ hours: 12, closedDays: 'skip' });
    expect(lines(schedule, dakar, '2013-07-26T11:00Z', '2013-07-29T13:00Z').map(idOf)).toEqual([
      '2013-07-26T00-00--PT12H',
      '2013-07-26T12-00--PT60H',
      '2013-07-29T00-00--PT12H',
    ]);
  });
});

describe('cron', () => {
  test('covers from the due time before, over weekends too', () => {
    const schedule = cron('0 6 * * 1-5', { giveUpAfter: 'PT2H' });
    expect(lines(schedule, dakar, '2013-07-26T05:00Z', '2013-07-29T07:00Z')).toEqual([
      '2013-07-25T06-00--PT24H 2013-07-26T06:00+00:00 2013-07-26T08:00+00:00',
      '2013-07-26T06-00--PT72H 2013-07-29T06:00+00:00 2013-07-29T08:00+00:00',
    ]);
  });

  test('takes each local time once when the clock repeats it', () => {
    const schedule = cron('30 1-3 * * *', { giveUpAfter: 'PT30M' });
    expect(lines(schedule, paris, '2025-10-25T23:00Z', '2025-10-26T03:00Z').map(idOf)).toEqual([
      '2025-10-25T03-30--PT22H',
      '2025-10-26T01-30--PT1H',
      '2025-10-26T02-30--PT2H',
    ]);
  });

  test('takes times that the clock leaves out together, after the gap', () => {
    const schedule = cron('0,30 2 * * *', { giveUpAfter: 'PT30M' });
    expect(lines(schedule, paris, '2025-03-30T00:00Z', '2025-03-30T03:00Z')).toEqual([
      '2025-03-29T02-30--PT23H30M 2025-03-30T03:00+02:00 2025-03-30T03:30+02:00',
    ]);
  });
});

describe('closed days', () => {
  const context = { zone: 'Africa/Dakar', calendar: { holidays: ['08-15'] } };

  test('are skipped', () => {
    const schedule = daily({ between: hours, closedDays: 'skip' });
    expect(lines(schedule, context, '2013-08-14T00:00Z', '2013-08-19T12:00Z').map(idOf)).toEqual([
      '2013-08-13',
      '2013-08-15',
      '2013-08-18',
    ]);
  });

  test('move a run forward without changing its interval', () => {
    const schedule = daily({ between: hours, closedDays: 'forward' });
    expect(lines(schedule, context, '2013-08-16T12:00Z', '2013-08-19T12:00Z')).toEqual([
      '2013-08-16 2013-08-19T04:00+00:00 2013-08-19T08:00+00:00',
      '2013-08-17 2013-08-19T04:00+00:00 2013-08-19T08:00+00:00',
      '2013-08-18 2013-08-19T04:00+00:00 2013-08-19T08:00+00:00',
    ]);
  });

  test('move a run over the end of the month, forward and back', () => {
    const schedule = monthly({ day: 1, between: hours, covers: 'month to date', closedDays: 'forward' });
    expect(lines(schedule, context, '2013-05-31T12:00Z', '2013-06-30T12:00Z')).toEqual([
      '2013-05-01--2013-05-31 2013-06-03T04:00+00:00 2013-06-03T08:00+00:00',
    ]);
    const back = monthly({ day: 'last', between: hours, closedDays: 'back' });
    expect(lines(back, context, '2013-06-01T12:00Z', '2013-06-30T12:00Z')).toEqual([
      '2013-05 2013-06-28T04:00+00:00 2013-06-28T08:00+00:00',
    ]);
  });
});

test('a due day in a long row of closed days is not lost', () => {
  const closedDays = Array.from({ length: 80 }, (_, index) =>
    Temporal.PlainDate.from('2013-06-15').add({ days: index }).toString(),
  );
  const schedule = monthly({ day: 20, between: hours, closedDays: 'forward' });
  expect(
    lines(schedule, { zone: 'Africa/Dakar', calendar: { closedDays } }, '2013-06-15T00:00Z', '2013-09-15T00:00Z'),
  ).toEqual([
    '2013-05 2013-06-20T04:00+00:00 2013-06-20T08:00+00:00',
    '2013-06 2013-07-20T04:00+00:00 2013-07-20T08:00+00:00',
    '2013-07 2013-09-03T04:00+00:00 2013-09-03T08:00+00:00',
  ]);
});

describe('covers', () => {
  const idsOf = (covers: DayCovers): string[] =>
    lines(daily({ between: hours, covers }), dakar, '2013-08-01T00:00Z', '2013-08-02T23:00Z').map(idOf);

  test.each<[DayCovers, string[]]>([
    ['month to date', ['2013-07-01--2013-07-31', '2013-08-01--2013-08-01']],
    [{ trailingDays: 15 }, ['2013-07-17--2013-07-31', '2013-07-18--2013-08-01']],
    [(due) => dayInterval(due.toPlainDate(), due.timeZoneId), ['2013-08-01', '2013-08-02']],
  ])('%j', (covers, expected) => {
    expect(idsOf(covers)).toEqual(expected);
  });

  test('the day before the one that a zone left out is covered on the day after it', () => {
    const apia: ScheduleContext = { zone: 'Pacific/Apia', calendar: {} };
    expect(lines(daily({ between: hours }), apia, '2011-12-28T00:00Z', '2012-01-01T00:00Z')).toEqual([
      '2011-12-27 2011-12-28T04:00-10:00 2011-12-28T08:00-10:00',
      '2011-12-28 2011-12-29T04:00-10:00 2011-12-29T08:00-10:00',
      '2011-12-29 2011-12-31T04:00+14:00 2011-12-31T08:00+14:00',
      '2011-12-31 2012-01-01T04:00+14:00 2012-01-01T08:00+14:00',
    ]);
  });
});

describe('dueForInterval', () => {
  const quarter: CoversFunction = (due) => {
    const to = due.with({ day: 1 }).startOfDay();
    const from = to.subtract({ months: 3 });
    return { id: `${from.year}-Q${Math.ceil(from.month / 3)}`, from, to };
  };
  const schedules: readonly Schedule[] = [
    daily({ between: hours }),
    daily({ between: hours, covers: 'month to date', closedDays: 'forward' }),
    daily({ between: hours, covers: { trailingDays: 15 } }),
    weekly({ on: 'sunday', between: hours }),
    weekly({ on: 'friday', between: hours, closedDays: 'back' }),
    monthly({ day: 'last', between: hours }),
    monthly({ day: { businessDay: 3 }, between: hours }),
    every({ hours: 8 }),
    every({ hours: 8, closedDays: 'skip' }),
    cron('0 6 * * 1-5', { giveUpAfter: 'PT2H' }),
    cron('0 6 5 1,4,7,10 *', { giveUpAfter: 'PT2H', covers: quarter }),
  ];

  test.each(schedules.map((schedule) => [schedule.kind, schedule] as const))(
    'finds each due of %s %j',
    (_, schedule) => {
      const dues = duesBetween(schedule, paris, instant('2024-09-20T00:00Z'), instant('2025-02-10T00:00Z'));
      expect(dues.length).toBeGreaterThan(1);
      expect(dues.map((due) => dueForInterval(schedule, paris, due.interval.id))).toEqual(dues);
    },
  );

  test.each(['2013-07', '2013-07-26', 'segment=CANAL', ''])(
    'is null for %j of another kind or outside the season',
    (id) => {
      const schedule = daily({ between: hours, starts: '2013-07-01', ends: '2013-07-26' });
      expect(dueForInterval(schedule, dakar, id)).toBeNull();
    },
  );

  test('intervalNamed knows intervals of an author and of no schedule', () => {
    const schedule = cron('0 6 5 1,4,7,10 *', { giveUpAfter: 'PT2H', covers: quarter });
    expect(intervalNamed(schedule, dakar, '2013-Q2').to.toString()).toBe('2013-07-01T00:00:00+00:00[Africa/Dakar]');
    expect(intervalNamed(schedule, dakar, '2013-05').to.toString()).toBe('2013-06-01T00:00:00+00:00[Africa/Dakar]');
    expect(() => intervalNamed(null, dakar, '2013-Q2')).toThrow(IntervalNotUnderstood);
  });
});

describe('bounds', () => {
  test('a leap day is found eight years on', () => {
    const next = nextDue(cron('0 6 29 2 *', { giveUpAfter: 'PT2H' }), dakar, instant('2096-03-01T00:00Z'));
    expect(next?.at.toString()).toBe('2104-02-29T06:00:00Z');
  });

  test.each([
    [daily({ between: hours }), '2013-01-01T00:00Z', '2024-01-01T00:00Z', '4017 days, expected at most 4000'],
    [every({ minutes: 1 }), '2013-01-01T00:00Z', '2013-04-01T00:00Z', 'due times, expected at most 60000'],
  ])('refuses %j from %s to %s', (schedule, after, until, message) => {
    expect(() => duesBetween(schedule, dakar, instant(after), instant(until))).toThrow(
      expect.objectContaining({ code: 'CALENDAR_SPAN_TOO_LONG', message: expect.stringContaining(message) }),
    );
  });

  test('an event schedule has no due times', () => {
    const schedule = onEvent({ look: every({ minutes: 10 }) });
    expect(nextDue(schedule, dakar, instant('2013-07-25T00:00Z'))).toBeNull();
    expect(dueForInterval(schedule, dakar, '2013-07-25')).toBeNull();
  });
});

/** The interval's id in a line. */
function idOf(line: string): string {
  return line.slice(0, line.indexOf(' '));
}
