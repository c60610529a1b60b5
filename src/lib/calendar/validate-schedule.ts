import { ScheduleInvalid } from '../errors/calendar-errors.ts';
import type { Problem } from '../problem.ts';
import { schemaProblems, shown } from '../schema-problems.ts';
import type { BusinessCalendar } from './business-calendar.ts';
import { parseCron } from './cron.ts';
import type { Schedule } from './schedule.ts';
import { scheduleForms } from './schedule-forms.ts';
import { minuteOfDay } from './time-of-day.ts';
import { validateBusinessCalendar } from './validate-business-calendar.ts';
import { dueProblems } from './validate-dues.ts';
import { validateZone } from './zone.ts';

/**
 * Everything wrong with a schedule: first fields of a wrong form, else what only its due times show (none at all, an
 * interval twice). Fields are named from the schedule, such as `between`. What is wrong with the calendar is not repeated.
 */
export function validateSchedule(schedule: Schedule, calendar: BusinessCalendar | undefined, zone: string): Problem[] {
  const problems = [...formProblems(schedule), ...validateZone(zone)];
  if (problems.length > 0 || schedule.kind === 'event' || validateBusinessCalendar(calendar ?? {}).length > 0) {
    return problems;
  }
  return dueProblems(schedule, { zone, calendar: calendar ?? {} });
}

function formProblems(schedule: Schedule): Problem[] {
  if (!Object.hasOwn(scheduleForms, schedule.kind)) {
    const expected = 'daily({…}), weekly({…}), monthly({…}), every({…}), cron(…) or onEvent({…})';
    return [{ field: 'kind', got: shown(schedule.kind), expected }];
  }
  const form = scheduleForms[schedule.kind];
  const fields = Object.keys(form.shape).filter((field) => field !== 'kind');
  const problems = schemaProblems(form, schedule, fields);
  return problems.length > 0
    ? problems
    : [...seasonProblems(schedule), ...deadlineProblems(schedule), ...patternProblems(schedule)];
}

function seasonProblems(schedule: Schedule): Problem[] {
  const { starts, ends } = schedule.kind === 'event' ? schedule.look : schedule;
  const backwards = starts !== undefined && ends !== undefined && ends < starts;
  return backwards ? [{ field: 'ends', got: shown(ends), expected: `${starts} (starts) or later` }] : [];
}

function deadlineProblems(schedule: Schedule): Problem[] {
  if (!('between' in schedule) || schedule.deadline === undefined) {
    return [];
  }
  const [firstTry] = schedule.between;
  const early = minuteOfDay(schedule.deadline) <= minuteOfDay(firstTry);
  return early
    ? [{ field: 'deadline', got: shown(schedule.deadline), expected: `a time after the first try, ${firstTry}` }]
    : [];
}

function patternProblems(schedule: Schedule): Problem[] {
  if (schedule.kind !== 'cron') {
    return [];
  }
  try {
    parseCron(schedule.pattern);
    return [];
  } catch (error) {
    if (error instanceof ScheduleInvalid) {
      return [{ field: 'pattern', got: error.details.got, expected: error.details.expected ?? 'five cron fields' }];
    }
    throw error;
  }
}
