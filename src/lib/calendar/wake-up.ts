import { isShifted } from './due-days.ts';
import type { ScheduleContext } from './due.ts';
import type { DaySchedule, EverySchedule, Schedule } from './schedule.ts';
import { minuteOfDay } from './time-of-day.ts';
import { weekdayNumber } from './weekday.ts';

/** What a job scheduler is given: a five-field cron pattern and its zone. */
export interface WakeUp {
  readonly pattern: string;
  readonly tz: string;
}

/**
 * A pattern that fires at every first try; it may fire more often, since a tick only looks what is due. On the day of a
 * clock change it may fire up to an hour late, and where the change is half an hour not at all: the minute audit covers that.
 */
export function wakeUp(schedule: Schedule, { zone }: ScheduleContext): WakeUp {
  return { pattern: patternOf(schedule), tz: zone };
}

function patternOf(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'daily':
    case 'weekly':
    case 'monthly': {
      const firstTry = minuteOfDay(schedule.between[0]);
      return `${firstTry % 60} ${Math.floor(firstTry / 60)} ${daysOf(schedule)}`;
    }
    case 'every':
      return stepPattern(schedule);
    case 'cron':
      return schedule.pattern;
    case 'event':
      return stepPattern(schedule.look);
  }
}

/** The day fields; each day where the calendar alone knows the right one. */
function daysOf(schedule: DaySchedule): string {
  if (isShifted(schedule)) {
    return '* * *';
  }
  switch (schedule.kind) {
    case 'daily':
      return `* * ${schedule.days?.map(weekdayNumber).join(',') ?? '*'}`;
    case 'weekly':
      return `* * ${weekdayNumber(schedule.on)}`;
    case 'monthly':
      return typeof schedule.day === 'number' && schedule.day <= SHORTEST_MONTH ? `${schedule.day} * *` : '* * *';
  }
}

const SHORTEST_MONTH = 28;

function stepPattern({ minutes }: EverySchedule): string {
  if (minutes % 60 === 0) {
    return `0 ${minutes === 1440 ? '0' : `*/${minutes / 60}`} * * *`;
  }
  return `*/${greatestCommonDivisor(minutes, 60)} * * * *`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
