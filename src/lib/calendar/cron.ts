import type { Temporal } from 'temporal-polyfill';
import { ScheduleInvalid } from '../errors/calendar-errors.ts';

/** A five-field cron pattern: the minutes of the day and the days it matches. */
export interface CronPattern {
  /** Minutes since midnight, ascending. */
  readonly minutesOfDay: readonly number[];
  readonly matchesDay: (date: Temporal.PlainDate) => boolean;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values from min on. */
  readonly names: readonly string[];
}

const minute: Field = { name: 'minute', min: 0, max: 59, names: [] };
const hour: Field = { name: 'hour', min: 0, max: 23, names: [] };
const dayOfMonth: Field = { name: 'day of month', min: 1, max: 31, names: [] };
const month: Field = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const dayOfWeek: Field = {
  name: 'day of week',
  min: 0,
  max: 7,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/**
 * Reads minute, hour, day of month, month and day of week (0 and 7 are Sunday; names as in `jan`, `mon`), each `*`,
 * `5`, `1-5`, `0-59/15` or a list of these. When both day fields are restricted a day matches either, as in
 * Vixie cron. Throws ScheduleInvalid for anything else: seconds, `@daily`, `L`, `#`, `?`.
 */
export function parseCron(pattern: string): CronPattern {
  const texts = pattern.trim() === '' ? [] : pattern.trim().split(/\s+/);
  const [minuteText, hourText, monthDayText, monthText, weekdayText, ...more] = texts;
  if (
    minuteText === undefined ||
    hourText === undefined ||
    monthDayText === undefined ||
    monthText === undefined ||
    weekdayText === undefined ||
    more.length > 0
  ) {
    throw refuse(`${texts.length} fields`, '5: minute, hour, day of month, month, day of week');
  }
  const minutes = values(minuteText, minute);
  const hours = values(hourText, hour);
  const months = new Set(values(monthText, month));
  const monthDays = new Set(values(monthDayText, dayOfMonth));
  const weekdays = new Set(values(weekdayText, dayOfWeek).map((day) => (day === 0 ? 7 : day)));
  const eitherDay = monthDayText !== '*' && weekdayText !== '*';
  return {
    minutesOfDay: hours.flatMap((h) => minutes.map((m) => h * 60 + m)),
    matchesDay: (date) => {
      const byMonth = monthDays.has(date.day);
      const byWeek = weekdays.has(date.dayOfWeek);
      return months.has(date.month) && (eitherDay ? byMonth || byWeek : byMonth && byWeek);
    },
  };
}

/** The values a field stands for, ascending, each once. */
function values(text: string, field: Field): number[] {
  const found = new Set(text.split(',').flatMap((item) => itemValues(item, field)));
  return [...found].sort((a, b) => a - b);
}

function itemValues(item: string, field: Field): number[] {
  const match = /^(?:(\*|[a-z\d]+-[a-z\d]+)(?:\/(\d+))?|([a-z\d]+))$/i.exec(item);
  if (match === null) {
    throw refuse(
      `${field.name} ${JSON.stringify(item)}`,
      'a value, a range 1-5, *, a step */15 or 1-5/2, or a list of these',
    );
  }
  const [, range, stepText, single] = match;
  const [fromText, toText] = range === '*' ? [] : (range?.split('-') ?? [single, single]);
  const from = fromText === undefined ? field.min : value(fromText, field);
  const to = toText === undefined ? field.max : value(toText, field);
  const step = Number(stepText ?? 1);
  if (step < 1 || to < from) {
    throw refuse(`${field.name} ${JSON.stringify(item)}`, 'a range that goes up, a step of at least 1');
  }
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function value(text: string, { name, min, max, names }: Field): number {
  const index = names.indexOf(text.toLowerCase());
  const found = index >= 0 ? min + index : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (found >= min && found <= max) {
    return found;
  }
  const orNames = names.length === 0 ? '' : ` or ${names.join(', ')}`;
  throw refuse(`${name} ${JSON.stringify(text)}`, `${min} to ${max}${orNames}`);
}

function refuse(got: string, expected: string): ScheduleInvalid {
  return new ScheduleInvalid({ where: 'cron pattern', got, expected });
}
