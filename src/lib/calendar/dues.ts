import { Temporal } from 'temporal-polyfill';
import { CalendarSpanTooLong } from '../errors/calendar-errors.ts';
import { byTime, type Due, type ScheduleContext } from './due.ts';
import { isShifted, MAX_SHIFT_DAYS } from './due-days.ts';
import { duesOfDays, MAX_SPAN_DAYS } from './dues-of-days.ts';
import { parseInterval, readInterval, type Interval } from './interval.ts';
import { startOfDay } from './local-day.ts';
import type { CalendarSchedule, Schedule } from './schedule.ts';

/** The most due times that one call gives; the widest span is MAX_SPAN_DAYS. */
const MAX_DUES = 60_000;

/** Every due time in `(after, until]`, oldest first. Event schedules have none. Throws CalendarSpanTooLong beyond 4,000 days or 60,000 times. */
export function duesBetween(
  schedule: Schedule,
  context: ScheduleContext,
  after: Temporal.Instant,
  until: Temporal.Instant,
): Due[] {
  const days = after.until(until).total('hours') / 24;
  refuseAbove(MAX_SPAN_DAYS, Math.ceil(days), 'days');
  const shift = { days: isShifted(schedule) ? MAX_SHIFT_DAYS : 0 };
  const first = after.toZonedDateTimeISO(context.zone).toPlainDate().subtract(shift);
  const last = until.toZonedDateTimeISO(context.zone).toPlainDate().add(shift);
  const dues: Due[] = [];
  for (const due of duesOfDays(schedule, context, first, last)) {
    if (Temporal.Instant.compare(due.at, after) > 0 && Temporal.Instant.compare(due.at, until) <= 0) {
      dues.push(due);
      refuseAbove(MAX_DUES, dues.length, 'due times');
    }
  }
  return dues.sort(byTime);
}

/** The days to look ahead for the next due time, in growing steps: a 29 February may be eight years off. */
const LOOK_AHEAD_DAYS = [2, 45, 400, MAX_SPAN_DAYS];

/** The first due time after now, or null when none comes within eleven years. */
export function nextDue(schedule: Schedule, context: ScheduleContext, now: Temporal.Instant): Due | null {
  return nextDues(schedule, context, now, 1)[0] ?? null;
}

/** The first due times after now, at most `count`; fewer when the schedule ends, or comes too seldom, within eleven years. */
export function nextDues(schedule: Schedule, context: ScheduleContext, now: Temporal.Instant, count: number): Due[] {
  let dues: Due[] = [];
  for (const days of LOOK_AHEAD_DAYS) {
    dues = duesBetween(schedule, context, now, now.add({ hours: days * 24 })).slice(0, count);
    if (dues.length === count) {
      break;
    }
  }
  return dues;
}

/** The due times of a calendar year in the zone. */
export function duesOfYear(schedule: Schedule, context: ScheduleContext, year: number): Due[] {
  const beforeYear = (first: number): Temporal.Instant =>
    startOfDay(new Temporal.PlainDate(first, 1, 1), context.zone)
      .toInstant()
      .subtract({ nanoseconds: 1 });
  return duesBetween(schedule, context, beforeYear(year), beforeYear(year + 1));
}

/** The due of an interval, or null when the schedule has none of that id. */
export function dueForInterval(schedule: Schedule, context: ScheduleContext, intervalId: string): Due | null {
  const days = schedule.kind === 'event' ? null : daysOfInterval(schedule, context, intervalId);
  if (days === null) {
    return null;
  }
  for (const due of duesOfDays(schedule, context, days.first, days.last)) {
    if (due.interval.id === intervalId) {
      return due;
    }
  }
  return null;
}

/** The interval of an id: the schedule's own, else the one its form names. Throws IntervalNotUnderstood. */
export function intervalNamed(schedule: Schedule | null, context: ScheduleContext, intervalId: string): Interval {
  const due = schedule === null ? null : dueForInterval(schedule, context, intervalId);
  return due?.interval ?? parseInterval(intervalId, context.zone);
}

/** The days among which an interval's due time lies: a month after its end, or about the year that an author's id begins with. */
function daysOfInterval(
  { covers }: CalendarSchedule,
  { zone }: ScheduleContext,
  intervalId: string,
): { readonly first: Temporal.PlainDate; readonly last: Temporal.PlainDate } | null {
  if (typeof covers === 'function') {
    const year = Number(/^\d{4}/.exec(intervalId)?.[0] ?? Number.NaN);
    return Number.isNaN(year)
      ? null
      : { first: new Temporal.PlainDate(year - 1, 1, 1), last: new Temporal.PlainDate(year + 1, 12, 31) };
  }
  const end = readInterval(intervalId, zone)?.to.toPlainDate();
  return end === undefined ? null : { first: end, last: end.add({ days: 31 }) };
}

function refuseAbove(limit: number, got: number, what: string): void {
  if (got > limit) {
    throw new CalendarSpanTooLong({
      where: 'calendar',
      got: `${got} ${what}`,
      expected: `at most ${limit}`,
      next: 'Ask for a shorter span.',
    });
  }
}
