import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { durationMs } from './duration.ts';
import { isTimeOfDay } from './time-of-day.ts';
import { weekdays } from './weekday.ts';

/** Forms of the fields that schedules and business calendars are written with; the texts tell what is expected. */
export const timeForm = z
  .string('HH:mm, such as 04:00')
  .refine(isTimeOfDay, { error: 'HH:mm, 00:00 to 23:59', abort: true });

export const dateForm = z
  .string('a date, yyyy-MM-dd')
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDate(text), 'an existing date, yyyy-MM-dd');

/** A yearly date; 29 February counts. */
export const monthDayForm = z
  .string('a date of each year, MM-dd')
  .refine((text) => /^\d{2}-\d{2}$/.test(text) && isDate(`2024-${text}`), 'an existing date of each year, MM-dd');

export const weekdayForm = z.enum(weekdays, weekdays.join(', '));

export const durationForm = z
  .string('a duration such as PT90M, PT4H or P1D')
  .refine(isAMinuteOrMore, 'a duration of a minute or more, such as PT90M, PT4H or P1D');

function isDate(text: string): boolean {
  return succeeds(() => Temporal.PlainDate.from(text, { overflow: 'reject' }));
}

function isAMinuteOrMore(text: string): boolean {
  return succeeds(() => durationMs(text)) && durationMs(text) >= 60_000;
}

function succeeds(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
