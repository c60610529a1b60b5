import { Temporal } from 'temporal-polyfill';
import { dayDues } from './day-dues.ts';
import type { Due, ScheduleContext } from './due.ts';
import type { Schedule } from './schedule.ts';
import { stepDues } from './step-dues.ts';

/** Eleven years: in a shorter span some rules, such as 29 February, may have no day. */
export const MAX_SPAN_DAYS = 4000;

/** The due times of the season's days from first to last, as the rule reckons them before shifts off closed days, in that order. Events have none. */
export function duesOfDays(
  schedule: Schedule,
  context: ScheduleContext,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Iterable<Due> {
  if (schedule.kind === 'event') {
    return [];
  }
  const from = laterOf(first, schedule.starts);
  const to = earlierOf(last, schedule.ends);
  return 'between' in schedule ? dayDues(schedule, context, from, to) : stepDues(schedule, context, from, to);
}

function laterOf(date: Temporal.PlainDate, starts = date.toString()): Temporal.PlainDate {
  return Temporal.PlainDate.compare(date, starts) < 0 ? Temporal.PlainDate.from(starts) : date;
}

function earlierOf(date: Temporal.PlainDate, ends = date.toString()): Temporal.PlainDate {
  return Temporal.PlainDate.compare(date, ends) > 0 ? Temporal.PlainDate.from(ends) : date;
}
