import { z } from 'zod';
import type { Problem } from '../problem.ts';
import { schemaProblems } from '../schema-problems.ts';
import { dateForm, monthDayForm, weekdayForm } from './field-forms.ts';

const form = z.strictObject({
  weekend: z
    .array(weekdayForm, 'a list of weekdays')
    .refine((days) => new Set(days).size < 7, 'a list that leaves a weekday open')
    .optional(),
  holidays: z.array(monthDayForm, 'a list of yearly dates, MM-dd').optional(),
  easter: z
    .array(z.int('days from Easter Sunday, such as 1').min(-100).max(100), 'a list of days from Easter Sunday')
    .optional(),
  movable: z.array(dateForm, 'a list of dates, yyyy-MM-dd').optional(),
  closedDays: z.array(dateForm, 'a list of dates, yyyy-MM-dd').optional(),
});

/** Everything wrong with a business calendar, fields named from it, such as `holidays.0`. */
export function validateBusinessCalendar(calendar: unknown): Problem[] {
  return schemaProblems(form, calendar, Object.keys(form.shape));
}
