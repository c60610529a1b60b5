import type { Temporal } from 'temporal-polyfill';
import type { Interval } from './interval.ts';
import type { Weekday } from './weekday.ts';

/** A local time of day, `HH:mm`. */
export type TimeOfDay = string;
/** A calendar date, `YYYY-MM-DD`. */
export type IsoDate = string;
/** A length of time in hours and minutes, or days of 24 hours, as ISO 8601 writes it: `PT4H`, `PT90M`, `P1D`. */
export type IsoDuration = string;

/** A schedule as data: when a run is due and which interval it covers. Made by daily(), weekly()…, checked by validateSchedule(). */
export type Schedule = CalendarSchedule | EventSchedule;
/** The schedules whose due times the calendar knows. */
export type CalendarSchedule = DaySchedule | StepSchedule;
/** Due on certain days, once each, within a window of hours. */
export type DaySchedule = DailySchedule | WeeklySchedule | MonthlySchedule;
/** Due at certain minutes. */
export type StepSchedule = EverySchedule | CronSchedule;

/** The interval of a due day. `month to date` is the month that the day before belongs to, up to and with that day. */
export type DayCovers =
  | 'previous day'
  | 'previous week'
  | 'previous month'
  | 'month to date'
  | { readonly trailingDays: number }
  | CoversFunction;
/** `previous step` reaches from the due time before to this one, so that nothing falls between two of them. */
export type StepCovers = DayCovers | 'previous step';
/** An author's own interval for a due time (before a shift off closed days). Its id starts with a year and is unique to the due. */
export type CoversFunction = (due: Temporal.ZonedDateTime) => Interval;

/** What happens to a due day that the business calendar calls closed: nothing, no run, or a move to an open day. */
export type ClosedDays = 'run' | 'skip' | 'forward' | 'back';

interface Season {
  /** First and last due day, in the operation's zone; both count. */
  readonly starts?: IsoDate;
  readonly ends?: IsoDate;
}

export interface DayTiming extends Season {
  /** First try and give-up time of each due day, in the operation's zone. */
  readonly between: readonly [firstTry: TimeOfDay, giveUp: TimeOfDay];
  /** The hour promised to the recipient. */
  readonly deadline?: TimeOfDay;
  readonly covers?: DayCovers;
  /** Default `run`. The interval stays that of the day before the shift. */
  readonly closedDays?: ClosedDays;
}

interface DayRules extends DayTiming {
  readonly covers: DayCovers;
  readonly closedDays: ClosedDays;
}

export interface StepTiming extends Season {
  /** How long after its due time a run may still start; default of `every`: until the next step. */
  readonly giveUpAfter?: IsoDuration;
  /** The promise to the recipient, counted from the due time. */
  readonly deadlineAfter?: IsoDuration;
  /** Default `previous step`. */
  readonly covers?: StepCovers;
  /** Default `run`. */
  readonly closedDays?: 'run' | 'skip';
}

interface StepRules extends StepTiming {
  readonly covers: StepCovers;
  readonly closedDays: 'run' | 'skip';
}

export interface DailySchedule extends DayRules {
  readonly kind: 'daily';
  /** The weekdays on which it is due; all when left out. */
  readonly days?: readonly Weekday[];
}

export interface WeeklySchedule extends DayRules {
  readonly kind: 'weekly';
  readonly on: Weekday;
}

/** A day of the month: its number (the last day of a shorter month), the last, or the n-th open day of the business calendar. */
export type MonthDay = number | 'last' | { readonly businessDay: number };

export interface MonthlySchedule extends DayRules {
  readonly kind: 'monthly';
  readonly day: MonthDay;
}

export interface EverySchedule extends StepRules {
  readonly kind: 'every';
  /** Minutes between two steps; a divisor of a day. */
  readonly minutes: number;
}

export interface CronSchedule extends StepRules {
  readonly kind: 'cron';
  readonly pattern: string;
  readonly giveUpAfter: IsoDuration;
}

/** Runs are made for values that a query discovers; the calendar only says how often to look. */
export interface EventSchedule {
  readonly kind: 'event';
  readonly look: EverySchedule;
}

/** Due each day, or on the given weekdays. Covers the previous day unless said. */
export function daily(timing: DayTiming & { readonly days?: readonly Weekday[] }): DailySchedule {
  return { kind: 'daily', covers: 'previous day', closedDays: 'run', ...timing };
}

/** Due once a week. Covers the previous week, Monday to Sunday, unless said. */
export function weekly(timing: DayTiming & { readonly on: Weekday }): WeeklySchedule {
  return { kind: 'weekly', covers: 'previous week', closedDays: 'run', ...timing };
}

/** Due once a month. Covers the previous month unless said. */
export function monthly(timing: DayTiming & { readonly day: MonthDay }): MonthlySchedule {
  return { kind: 'monthly', covers: 'previous month', closedDays: 'run', ...timing };
}

/** Due whenever the local clock shows a multiple of the step, counted from midnight. Gives up at the next step unless said. */
export function every(step: StepTiming & ({ readonly minutes: number } | { readonly hours: number })): EverySchedule {
  const { minutes, ...timing } = 'hours' in step ? inMinutes(step) : step;
  return { kind: 'every', minutes, covers: 'previous step', closedDays: 'run', ...timing };
}

function inMinutes<Step extends { readonly hours: number }>({ hours, ...timing }: Step) {
  return { minutes: hours * 60, ...timing };
}

/** Due at each local time that a five-field cron pattern matches: minute, hour, day of month, month, day of week. */
export function cron(pattern: string, timing: StepTiming & { readonly giveUpAfter: IsoDuration }): CronSchedule {
  return { kind: 'cron', pattern, covers: 'previous step', closedDays: 'run', ...timing };
}

/** For exports whose parameter values are discovered by a query, looked for at each step of `look`. */
export function onEvent({ look }: { readonly look: EverySchedule }): EventSchedule {
  return { kind: 'event', look };
}
