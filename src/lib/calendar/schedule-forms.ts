import { z } from 'zod';
import { dateForm, durationForm, timeForm, weekdayForm } from './field-forms.ts';
import type { CoversFunction, Schedule } from './schedule.ts';
import { minuteOfDay } from './time-of-day.ts';

const DAY_MINUTES = 1440;
const stepForm = `a step of whole minutes or hours that divides a day: ${divisorsOf(DAY_MINUTES).join(', ')} minutes`;

const dayCovers = ['previous day', 'previous week', 'previous month', 'month to date'] as const;

function coversForm(words: readonly string[]) {
  return z.union(
    [
      z.enum(words),
      z.strictObject({ trailingDays: wholeNumber(1, 366) }),
      z.custom<CoversFunction>((value) => typeof value === 'function'),
    ],
    `${words.join(', ')}, { trailingDays: 1 to 366 } or a function`,
  );
}

function wholeNumber(min: number, max: number) {
  const form = `a whole number, ${min} to ${max}`;
  return z.int(form).min(min, form).max(max, form);
}

const season = { starts: dateForm.optional(), ends: dateForm.optional() };

const dayTiming = {
  ...season,
  between: z
    .tuple([timeForm, timeForm], 'a first try and a give-up time, such as [04:00, 08:00]')
    .refine(
      ([firstTry, giveUp]) => minuteOfDay(firstTry) < minuteOfDay(giveUp),
      'a give-up time after the first try, on the same day (past midnight: cron with giveUpAfter)',
    ),
  deadline: timeForm.optional(),
  covers: coversForm(dayCovers),
  closedDays: z.enum(['run', 'skip', 'forward', 'back'], 'run, skip, forward or back'),
};

const stepTiming = {
  ...season,
  giveUpAfter: durationForm.optional(),
  deadlineAfter: durationForm.optional(),
  covers: coversForm(['previous step', ...dayCovers]),
  closedDays: z.enum(['run', 'skip'], 'run or skip'),
};

const every = z.strictObject({
  ...stepTiming,
  kind: z.literal('every'),
  minutes: z.int(stepForm).refine((minutes) => minutes >= 1 && DAY_MINUTES % minutes === 0, stepForm),
});

/** The form of each kind of schedule. A misspelt field or word is wrong too: definitions are also loaded without a compiler. */
export const scheduleForms = {
  daily: z.strictObject({
    ...dayTiming,
    kind: z.literal('daily'),
    days: z.array(weekdayForm, 'a list of weekdays').min(1, 'at least one weekday').optional(),
  }),
  weekly: z.strictObject({ ...dayTiming, kind: z.literal('weekly'), on: weekdayForm }),
  monthly: z.strictObject({
    ...dayTiming,
    kind: z.literal('monthly'),
    day: z.union(
      [z.literal('last'), wholeNumber(1, 31), z.strictObject({ businessDay: wholeNumber(1, 23) })],
      '1 to 31, last, or { businessDay: 1 to 23 }',
    ),
  }),
  every,
  cron: z.strictObject({
    ...stepTiming,
    kind: z.literal('cron'),
    pattern: z.string('five cron fields'),
    giveUpAfter: durationForm,
  }),
  event: z.strictObject({ kind: z.literal('event'), look: every }),
} satisfies Record<Schedule['kind'], z.ZodObject>;

function divisorsOf(whole: number): number[] {
  return Array.from({ length: whole }, (_, index) => index + 1).filter((part) => whole % part === 0);
}
