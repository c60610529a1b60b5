import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dayInterval, parseInterval, stepInterval, type Interval } from '../../../src/lib/calendar/interval.ts';
import { IntervalNotUnderstood } from '../../../src/lib/errors/calendar-errors.ts';

const span = ({ from, to }: Interval): string => `${from.toInstant().toString()} ${to.toInstant().toString()}`;
const zoned = (text: string): Temporal.ZonedDateTime => Temporal.ZonedDateTime.from(text);

describe('parseInterval', () => {
  test.each([
    ['2013-07-25', 'Africa/Dakar', '2013-07-25T00:00:00Z 2013-07-26T00:00:00Z'],
    ['2025-03-30', 'Europe/Paris', '2025-03-29T23:00:00Z 2025-03-30T22:00:00Z'],
    ['2025-10-26', 'Europe/Paris', '2025-10-25T22:00:00Z 2025-10-26T23:00:00Z'],
    ['2025-10-05', 'Australia/Lord_Howe', '2025-10-04T13:30:00Z 2025-10-05T13:00:00Z'],
    ['2011-12-29', 'Pacific/Apia', '2011-12-29T10:00:00Z 2011-12-30T10:00:00Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00Z 2024-03-01T00:00:00Z'],
    ['2024-02', 'UTC', '2024-02-01T00:00:00Z 2024-03-01T00:00:00Z'],
    ['2013-W01', 'UTC', '2012-12-31T00:00:00Z 2013-01-07T00:00:00Z'],
    ['2020-W53', 'UTC', '2020-12-28T00:00:00Z 2021-01-04T00:00:00Z'],
    ['2013-07-01--2013-07-25', 'UTC', '2013-07-01T00:00:00Z 2013-07-26T00:00:00Z'],
    ['2013-07-25T04-30--PT15M', 'Europe/Paris', '2013-07-25T02:30:00Z 2013-07-25T02:45:00Z'],
    ['2025-10-26T02-30--PT30M', 'Europe/Paris', '2025-10-26T00:30:00Z 2025-10-26T01:00:00Z'],
    ['2025-10-26T02-30-2--PT30M', 'Europe/Paris', '2025-10-26T01:30:00Z 2025-10-26T02:00:00Z'],
  ])('reads %s in %s', (id, zone, expected) => {
    const interval = parseInterval(id, zone);
    expect([interval.id, span(interval)]).toEqual([id, expected]);
  });

  test.each([
    ['', 'UTC'],
    ['yesterday', 'UTC'],
    ['2013-7-25', 'UTC'],
    ['2013-02-29', 'UTC'],
    ['2013-13', 'UTC'],
    ['2013-W00', 'UTC'],
    ['2013-W53', 'UTC'],
    ['2013-07-25--2013-07-24', 'UTC'],
    ['2013-07-25T04-30', 'UTC'],
    ['2013-07-25T24-00--PT15M', 'UTC'],
    ['2013-07-25T04-30--PT0M', 'UTC'],
    ['2013-07-25T04-30--PT60M', 'UTC'],
    ['2013-07-25T04-30-2--PT15M', 'UTC'],
    ['2025-03-30T02-30--PT15M', 'Europe/Paris'],
    ['2011-12-30', 'Pacific/Apia'],
    ['segment=CANAL_OA', 'UTC'],
  ])('refuses %j in %s', (id, zone) => {
    expect(() => parseInterval(id, zone)).toThrow(IntervalNotUnderstood);
  });

  test('lists the forms it accepts when it refuses', () => {
    expect(() => parseInterval('25/07/2013', 'UTC')).toThrow(
      'interval: got "25/07/2013", expected an existing 2013-07-25 (a day), 2013-W30 (an ISO week), 2013-07 (a month)',
    );
  });
});

test('the days of a year follow each other without gap or overlap across clock changes', () => {
  const first = Temporal.PlainDate.from('2025-01-01');
  const days = Array.from({ length: 365 }, (_, index) => dayInterval(first.add({ days: index }), 'America/New_York'));
  expect(days.slice(1).map((day) => day.from.epochMilliseconds)).toEqual(
    days.slice(0, -1).map((day) => day.to.epochMilliseconds),
  );
});

test('a step longer than a day is counted in hours', () => {
  const friday = zoned('2013-07-26T06:00[Africa/Dakar]');
  expect(stepInterval(friday, friday.add({ days: 3 })).id).toBe('2013-07-26T06-00--PT72H');
});
