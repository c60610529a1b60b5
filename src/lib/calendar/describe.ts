import type { ClosedDays, DaySchedule, MonthDay, Schedule, StepCovers, StepSchedule } from './schedule.ts';
import type { Weekday } from './weekday.ts';

/** A schedule in one English line: `daily, first try 04:00, gives up 08:00 (Africa/Dakar), covers the previous day`. */
export function describeSchedule(schedule: Schedule, zone: string): string {
  if (schedule.kind === 'event') {
    return `for each value found, looked for ${steps(schedule.look.minutes)}`;
  }
  const { starts, ends } = schedule;
  return [
    rhythm(schedule),
    'between' in schedule ? dayWindow(schedule, zone) : stepWindow(schedule, zone),
    `covers ${coverage(schedule.covers)}`,
    closedDays[schedule.closedDays],
    starts === undefined ? null : `from ${starts}`,
    ends === undefined ? null : `until ${ends}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

const closedDays: Readonly<Record<ClosedDays, string | null>> = {
  run: null,
  skip: 'not on closed days',
  forward: 'closed days wait for the next open day',
  back: 'closed days move to the open day before',
};

function rhythm(schedule: DaySchedule | StepSchedule): string {
  switch (schedule.kind) {
    case 'daily':
      return schedule.days === undefined ? 'daily' : `on ${schedule.days.map(capital).join(', ')}`;
    case 'weekly':
      return `weekly on ${capital(schedule.on)}`;
    case 'monthly':
      return `monthly on ${dayName(schedule.day)}`;
    case 'every':
      return steps(schedule.minutes);
    case 'cron':
      return `at the times of cron ${schedule.pattern}`;
  }
}

function dayName(day: MonthDay): string {
  if (typeof day === 'object') {
    return `business day ${day.businessDay}`;
  }
  return day === 'last' ? 'the last day' : `day ${day}`;
}

function steps(minutes: number): string {
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

function dayWindow({ between: [firstTry, giveUp], deadline }: DaySchedule, zone: string): string {
  const promised = deadline === undefined ? '' : `, promised for ${deadline}`;
  return `first try ${firstTry}, gives up ${giveUp}${promised} (${zone})`;
}

function stepWindow({ giveUpAfter, deadlineAfter }: StepSchedule, zone: string): string {
  const promised = deadlineAfter === undefined ? '' : `, promised within ${deadlineAfter}`;
  return `gives up ${giveUpAfter === undefined ? 'at the next step' : `after ${giveUpAfter}`}${promised} (${zone})`;
}

function coverage(covers: StepCovers): string {
  if (typeof covers === 'function') {
    return 'an interval of its own';
  }
  if (typeof covers === 'object') {
    return covers.trailingDays === 1 ? 'the day before' : `the ${covers.trailingDays} days before`;
  }
  return covers === 'previous step' ? 'the time since the step before' : `the ${covers}`;
}

function capital(day: Weekday): string {
  return `${day.charAt(0).toUpperCase()}${day.slice(1)}`;
}
