import type { Temporal } from 'temporal-polyfill';
import { coveredInterval } from './covers.ts';
import { isDueDay, runDay } from './due-days.ts';
import type { Due, ScheduleContext } from './due.ts';
import { instantOf, localDay, localDays, timeOnDay, type LocalDay } from './local-day.ts';
import type { DaySchedule } from './schedule.ts';
import { minuteOfDay } from './time-of-day.ts';

/** One due for each day from first to last that a daily, weekly or monthly rule names. */
export function* dayDues(
  schedule: DaySchedule,
  { zone, calendar }: ScheduleContext,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Generator<Due, void, undefined> {
  for (const day of localDays(first, last, zone)) {
    if (isDueDay(schedule, day.date, calendar)) {
      const date = runDay(day.date, schedule.closedDays, calendar);
      if (date !== null) {
        yield dueOn(schedule, day, date.equals(day.date) ? day : localDay(date, zone));
      }
    }
  }
}

/** The interval comes from the rule's day, the times from the day it runs. */
function dueOn(schedule: DaySchedule, ruleDay: LocalDay, runsOn: LocalDay): Due {
  const firstTry = minuteOfDay(schedule.between[0]);
  const giveUp = minuteOfDay(schedule.between[1]);
  const at = timeOnDay(runsOn, firstTry);
  const end = timeOnDay(runsOn, giveUp);
  return {
    interval: coveredInterval(
      schedule.covers,
      instantOf(timeOnDay(ruleDay, firstTry)).toZonedDateTimeISO(ruleDay.zone),
    ),
    at: instantOf(at),
    // A window that lies wholly in the hour a clock change leaves out keeps its length.
    giveUpAt: instantOf(end > at ? end : at + (giveUp - firstTry) * 60_000),
    deadline: schedule.deadline === undefined ? null : instantOf(timeOnDay(runsOn, minuteOfDay(schedule.deadline))),
  };
}
