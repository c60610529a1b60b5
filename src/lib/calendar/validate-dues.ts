import { Temporal } from 'temporal-polyfill';
import type { Problem } from '../problem.ts';
import { shown } from '../schema-problems.ts';
import type { Due, ScheduleContext } from './due.ts';
import { duesOfDays, MAX_SPAN_DAYS } from './dues-of-days.ts';
import type { CalendarSchedule } from './schedule.ts';

/** How many due times are looked at, and from where when the schedule has no season: weekends and leap days follow soon. */
const SAMPLE_SIZE = 60;
const SAMPLE_START = '2024-01-01';

/** The first thing that the due times of a well-formed schedule show to be wrong, if any. */
export function dueProblems(schedule: CalendarSchedule, context: ScheduleContext): Problem[] {
  const seen = new Map<string, Due>();
  try {
    for (const due of firstDues(schedule, context)) {
      const problem = dueProblem(schedule, due, seen);
      if (problem !== null) {
        return [problem];
      }
      seen.set(due.interval.id, due);
    }
  } catch (error) {
    if (typeof schedule.covers === 'function') {
      return [{ field: 'covers', got: `an error: ${String(error)}`, expected: ownInterval }];
    }
    throw error;
  }
  return seen.size > 0 ? [] : [neverDue(schedule)];
}

function* firstDues(schedule: CalendarSchedule, context: ScheduleContext): Generator<Due, void, undefined> {
  const first = firstDay(schedule);
  let count = 0;
  for (const due of duesOfDays(schedule, context, first, first.add({ days: MAX_SPAN_DAYS }))) {
    yield due;
    count += 1;
    if (count === SAMPLE_SIZE) {
      return;
    }
  }
}

function firstDay({ starts, ends }: CalendarSchedule): Temporal.PlainDate {
  return starts === undefined && ends !== undefined
    ? Temporal.PlainDate.from(ends).subtract({ days: MAX_SPAN_DAYS })
    : Temporal.PlainDate.from(starts ?? SAMPLE_START);
}

const ownInterval =
  'a function that gives { id, from, to }: an id of letters, digits, "-", "_", "." and "=" that begins with the year, and from before to';

function dueProblem(schedule: CalendarSchedule, due: Due, seen: ReadonlyMap<string, Due>): Problem | null {
  const { interval } = due;
  const { covers, closedDays } = schedule;
  if (typeof covers === 'function' && !isUsable(due)) {
    return { field: 'covers', got: shown(interval), expected: ownInterval };
  }
  const earlier = seen.get(interval.id);
  if (earlier !== undefined) {
    const got = `${interval.id} for both ${local(earlier)} and ${local(due)}`;
    return { field: 'covers', got, expected: 'an interval of its own for each due time' };
  }
  const unfinished =
    closedDays === 'back' && typeof covers !== 'function' && due.at.epochMilliseconds < interval.to.epochMilliseconds;
  return unfinished
    ? {
        field: 'closedDays',
        got: `back: ${interval.id} would be made at ${local(due)}, before it ends`,
        expected: 'forward or skip',
      }
    : null;
}

/** The id names folders and jobs, and its year is where dueForInterval() looks. */
function isUsable({ interval: { id, from, to }, at }: Due): boolean {
  const year = Number(/^(\d{4})(?!.*\.\.)[\w.=-]{0,140}$/.exec(id)?.[1] ?? Number.NaN);
  const dueYear = at.toZonedDateTimeISO(from.timeZoneId).year;
  return Math.abs(year - dueYear) <= 1 && Temporal.ZonedDateTime.compare(from, to) < 0;
}

function local({ at, interval }: Due): string {
  return at.toZonedDateTimeISO(interval.from.timeZoneId).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

function neverDue(schedule: CalendarSchedule): Problem {
  const field = schedule.kind === 'cron' ? 'pattern' : schedule.ends === undefined ? 'closedDays' : 'ends';
  return {
    field,
    got: 'a rule without any due time',
    expected: 'a rule that some day of the next eleven years matches',
  };
}
