import type { Temporal } from 'temporal-polyfill';
import { dayDues } from './day-dues.ts';
import type { Due, ScheduleContext } from './due.ts';
import type { Schedule } from './schedule.ts';
import { stepDues } from './step-dues.ts';

/** Eleven years: in a shorter span some rules, such as 29 February, may have no day. */
export const MAX_SPAN_DAYS = 4000;

/** The due times of the days in the rule's own reckoning, before shifts off closed days, in that order. Events have none. */
export function duesOfDays(
  schedule: Schedule,
  context: ScheduleContext,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Iterable<Due> {
  switch (schedule.kind) {
    case 'daily':
    case 'weekly':
    case 'monthly':
      return dayDues(schedule, context, first, last);
    case 'every':
    case 'cron':
      return stepDues(schedule, context, first, last);
    case 'event':
      return [];
  }
}
