import { Temporal } from 'temporal-polyfill';
import { CalendarSpanTooLong } from '../errors/calendar-errors.ts';
import { dayDues } from './day-dues.ts';
import type { Due, ScheduleContext } from './due.ts';
import { MAX_SHIFT_DAYS } from './due-days.ts';
import type { Schedule } from './schedule.ts';

/** The widest span and the most due times that one call gives. */
const MAX_SPAN_DAYS = 4000;
const MAX_DUES = 100_000;

/** Every due time in `(after, until]`, oldest first. Event schedules have none. Throws CalendarSpanTooLong beyond 4,000 days or 100,000 times. */
export function duesBetween(
  schedule: Schedule,
  context: ScheduleContext,
  after: Temporal.Instant,
  until: Temporal.Instant,
): Due[] {
  const days = after.until(until).total('hours') / 24;
  refuseAbove(MAX_SPAN_DAYS, Math.ceil(days), 'days');
  const dues: Due[] = [];
  for (const due of duesOfDays(schedule, context, dateOf(after, context, -1), dateOf(until, context, 1))) {
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
  for (const days of LOOK_AHEAD_DAYS) {
    const [next] = duesBetween(schedule, context, now, now.add({ hours: days * 24 }));
    if (next !== undefined) {
      return next;
    }
  }
  return null;
}

function byTime(a: Due, b: Due): number {
  return Temporal.Instant.compare(a.at, b.at) || Temporal.ZonedDateTime.compare(a.interval.from, b.interval.from);
}

/** The due times of the days in the rule's own reckoning, before shifts off closed days, in that order. */
function duesOfDays(
  schedule: Schedule,
  context: ScheduleContext,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Iterable<Due> {
  switch (schedule.kind) {
    case 'daily':
    case 'weekly':
    case 'monthly': {
      const days = schedule.closedDays === 'forward' || schedule.closedDays === 'back' ? MAX_SHIFT_DAYS : 0;
      return dayDues(schedule, context, first.subtract({ days }), last.add({ days }));
    }
    case 'every':
    case 'cron':
      return [];
    case 'event':
      return [];
  }
}

function dateOf(instant: Temporal.Instant, { zone }: ScheduleContext, shiftDays: number): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate().add({ days: shiftDays });
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
