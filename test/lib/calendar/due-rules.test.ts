import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { BusinessCalendar } from '../../../src/lib/calendar/business-calendar.ts';
import { duesBetween } from '../../../src/lib/calendar/dues.ts';
import {
  cron,
  daily,
  every,
  monthly,
  weekly,
  type DaySchedule,
  type Schedule,
} from '../../../src/lib/calendar/schedule.ts';
import { weekdays } from '../../../src/lib/calendar/weekday.ts';
import { isoOf, minutesOf, offsetsOf, wallDays } from './wall-clock.ts';

/** Rules of days against a plain walk over the days of two years, a leap day among them. */
const FIRST_DAY = minutesOf('2023-12-01') / 1440;
const LAST_DAY = minutesOf('2026-02-01') / 1440;
const TIME = 4 * 60 + 30;

interface Day {
  readonly number: number;
  readonly iso: string;
  readonly dayOfMonth: number;
  readonly month: string;
  /** 0 Monday … 6 Sunday. */
  readonly weekday: number;
}

const allDays: readonly Day[] = Array.from({ length: LAST_DAY - FIRST_DAY }, (_, index) => {
  const iso = isoOf(FIRST_DAY + index);
  return {
    number: FIRST_DAY + index,
    iso,
    dayOfMonth: Number(iso.slice(8)),
    month: iso.slice(0, 7),
    weekday: (FIRST_DAY + index + 3) % 7, // 1970-01-01 was a Thursday.
  };
});

const zone = fc.constantFrom(
  'UTC',
  'Africa/Dakar',
  'Europe/Paris',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kolkata',
);
const calendar = fc.record({
  weekend: fc.uniqueArray(fc.constantFrom(...weekdays), { maxLength: 3 }),
  holidays: fc.uniqueArray(fc.constantFrom('01-01', '02-29', '05-01', '12-25', '12-31')),
  movable: fc.uniqueArray(fc.constantFrom('2024-04-10', '2024-06-17', '2025-03-31', '2025-06-02')),
});
const timing = fc.record({
  between: fc.constant(['04:30', '08:00'] as const),
  closedDays: fc.constantFrom('run' as const, 'skip' as const, 'forward' as const, 'back' as const),
});
const monthDay = fc.oneof(
  fc.integer({ min: 1, max: 31 }),
  fc.constant('last' as const),
  fc.record({ businessDay: fc.integer({ min: 1, max: 23 }) }),
);
const rule: fc.Arbitrary<DaySchedule> = fc.oneof(
  timing.map(daily),
  fc
    .tuple(timing, fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }))
    .map(([more, days]) => daily({ ...more, days })),
  fc.tuple(timing, fc.constantFrom(...weekdays)).map(([more, on]) => weekly({ ...more, on })),
  fc.tuple(timing, monthDay).map(([more, day]) => monthly({ ...more, day })),
);

describe('a rule of days', () => {
  test('is due on the days that a walk over the calendar finds, at its time, once', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(rule, calendar, zone, (schedule, closed, zone) => {
        const isOpen = (day: Day): boolean => open(day, closed);
        const runDays = allDays
          .filter((day) => isNamed(schedule, day, isOpen))
          .flatMap((day) => runDay(schedule, day, isOpen));
        const clock = new Map(
          wallDays(offsetsOf(zone, FIRST_DAY * 1440, LAST_DAY * 1440), TIME).map(({ number, at }) => [number, at]),
        );
        const [from, to] = [minutesOf('2024-01-01'), minutesOf('2026-01-01')];
        const expected = runDays
          .map((number) => clock.get(number) ?? Number.NaN)
          .filter((minute) => minute > from && minute <= to)
          .sort((a, b) => a - b);
        expect(dueMinutes(schedule, { zone, calendar: closed }, from, to)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});

test('however the time is cut into ticks, each due time falls into one of them', { timeout: 60_000 }, () => {
  const schedule = fc.oneof<fc.Arbitrary<Schedule>[]>(
    rule,
    fc.constantFrom(30, 60, 360).map((minutes) => every({ minutes })),
    fc.constantFrom('*/20 1-4 * * *', '0 0 1,15 * mon').map((pattern) => cron(pattern, { giveUpAfter: 'PT1H' })),
  );
  const start = minutesOf('2024-03-20');
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 20 * 1440 }), { maxLength: 8 });
  fc.assert(
    fc.property(schedule, zone, calendar, cuts, (schedule, zone, calendar, cuts) => {
      const bounds = [0, ...cuts.sort((a, b) => a - b), 20 * 1440 + 1].map((minute) => start + minute);
      const whole = dueMinutes(schedule, { zone, calendar }, start, bounds.at(-1)!);
      const pieces = bounds
        .slice(1)
        .flatMap((until, index) => dueMinutes(schedule, { zone, calendar }, bounds[index]!, until));
      expect(pieces).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});

function dueMinutes(
  schedule: Schedule,
  context: { zone: string; calendar: BusinessCalendar },
  after: number,
  until: number,
): number[] {
  const instant = (minute: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(minute * 60_000);
  return duesBetween(schedule, context, instant(after), instant(until)).map(({ at }) => at.epochMilliseconds / 60_000);
}

function isNamed(schedule: DaySchedule, day: Day, isOpen: (day: Day) => boolean): boolean {
  switch (schedule.kind) {
    case 'daily':
      return schedule.days === undefined || schedule.days.includes(weekdays[day.weekday]!);
    case 'weekly':
      return schedule.on === weekdays[day.weekday];
    case 'monthly':
      return (
        day ===
        namedDay(
          schedule.day,
          allDays.filter(({ month }) => month === day.month),
          isOpen,
        )
      );
  }
}

function namedDay(day: unknown, month: readonly Day[], isOpen: (day: Day) => boolean): Day | undefined {
  if (typeof day === 'number') return month[day - 1] ?? month.at(-1);
  if (day === 'last') return month.at(-1);
  const openDays = month.filter(isOpen);
  const { businessDay } = day as { businessDay: number }; // the third form of MonthDay
  return openDays[businessDay - 1] ?? openDays.at(-1);
}

function runDay({ closedDays }: DaySchedule, day: Day, isOpen: (day: Day) => boolean): number[] {
  if (closedDays === 'run' || isOpen(day)) return [day.number];
  if (closedDays === 'skip') return [];
  const found =
    closedDays === 'forward'
      ? allDays.find((other) => other.number > day.number && isOpen(other))
      : allDays.findLast((other) => other.number < day.number && isOpen(other));
  return found === undefined ? [] : [found.number];
}

function open(
  { iso, weekday }: Day,
  { weekend, holidays, movable }: Required<Pick<BusinessCalendar, 'weekend' | 'holidays' | 'movable'>>,
): boolean {
  return !weekend.includes(weekdays[weekday]!) && !holidays.includes(iso.slice(5)) && !movable.includes(iso);
}
