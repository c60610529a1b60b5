import type { Temporal } from 'temporal-polyfill';
import { isOpen } from './business-calendar.ts';
import { coveredInterval } from './covers.ts';
import { parseCron } from './cron.ts';
import type { Due, ScheduleContext } from './due.ts';
import { durationMs } from './duration.ts';
import { stepInterval } from './interval.ts';
import { dayParts, instantOf, localDays, MINUTE_MS, timeOnDay, type LocalDay } from './local-day.ts';
import type { StepSchedule } from './schedule.ts';

/** The due times of an every or cron rule on the days from first to last. */
export function* stepDues(
  schedule: StepSchedule,
  context: ScheduleContext,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Generator<Due, void, undefined> {
  const stepsOf = stepsOfRule(schedule);
  const days = (from: Temporal.PlainDate, to: Temporal.PlainDate) => openDays(schedule, context, from, to);
  const windowMs = windowOf(schedule);
  const deadlineMs = schedule.deadlineAfter === undefined ? null : durationMs(schedule.deadlineAfter);
  const before = lastStepBefore(first, stepsOf, days);
  let previous = before === null ? null : zoned(before, context);
  for (const day of days(first, last)) {
    for (const ms of stepsOf(day)) {
      const at = zoned(ms, context);
      if (previous !== null) {
        yield {
          interval:
            schedule.covers === 'previous step' ? stepInterval(previous, at) : coveredInterval(schedule.covers, at),
          at: at.toInstant(),
          giveUpAt: instantOf(ms + windowMs),
          deadline: deadlineMs === null ? null : instantOf(ms + deadlineMs),
        };
      }
      previous = at;
    }
  }
}

/** Epoch milliseconds of a rule's steps on one day, ascending. */
type StepsOf = (day: LocalDay) => Iterable<number>;
type Days = (first: Temporal.PlainDate, last: Temporal.PlainDate) => Iterable<LocalDay>;

function stepsOfRule(schedule: StepSchedule): StepsOf {
  if (schedule.kind === 'every') {
    return (day) => everySteps(day, schedule.minutes);
  }
  const { matchesDay, minutesOfDay } = parseCron(schedule.pattern);
  return (day) => (matchesDay(day.date) ? new Set(minutesOfDay.map((minute) => timeOnDay(day, minute))) : []);
}

/** The instants at which the local clock shows a multiple of the step; an hour that the clock repeats counts twice. */
function* everySteps(day: LocalDay, minutes: number): Generator<number, void, undefined> {
  for (const { startMs, endMs, firstMinute } of dayParts(day)) {
    const untilFirst = (minutes - (firstMinute % minutes)) % minutes;
    for (let ms = startMs + untilFirst * MINUTE_MS; ms < endMs; ms += minutes * MINUTE_MS) {
      yield ms;
    }
  }
}

function* openDays(
  { closedDays }: StepSchedule,
  { zone, calendar }: ScheduleContext,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Generator<LocalDay, void, undefined> {
  for (const day of localDays(first, last, zone)) {
    if (closedDays === 'run' || isOpen(calendar, day.date)) {
      yield day;
    }
  }
}

/** How far back the step before a day is looked for, in growing pieces. */
const LOOK_BACK_DAYS = [1, 40, 400, 4000];

function lastStepBefore(date: Temporal.PlainDate, stepsOf: StepsOf, days: Days): number | null {
  const last = date.subtract({ days: 1 });
  for (const lookBack of LOOK_BACK_DAYS) {
    const steps = [...days(date.subtract({ days: lookBack }), last)].flatMap((day) => [...stepsOf(day)]);
    if (steps.length > 0) {
      return steps.at(-1) ?? null;
    }
  }
  return null;
}

function windowOf(schedule: StepSchedule): number {
  if (schedule.kind === 'cron') {
    return durationMs(schedule.giveUpAfter);
  }
  return schedule.giveUpAfter === undefined ? schedule.minutes * MINUTE_MS : durationMs(schedule.giveUpAfter);
}

function zoned(epochMs: number, { zone }: ScheduleContext): Temporal.ZonedDateTime {
  return instantOf(epochMs).toZonedDateTimeISO(zone);
}
