import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Due, ScheduleContext } from '../../../src/lib/calendar/due.ts';
import { duesBetween, nextDue } from '../../../src/lib/calendar/dues.ts';
import { daily, monthly, weekly, type Schedule } from '../../../src/lib/calendar/schedule.ts';

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
