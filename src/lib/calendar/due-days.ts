import { Temporal } from 'temporal-polyfill';
import { isOpen, type BusinessCalendar } from './business-calendar.ts';
import type { ClosedDays, DaySchedule, MonthDay, Schedule } from './schedule.ts';
import { weekdayNumber } from './weekday.ts';

/** The longest row of closed days that a shift crosses; in the middle of a longer one a due day stays where it is. */
export const MAX_SHIFT_DAYS = 31;

/** Whether the rule names this day, before any shift off closed days and whatever the season. */
export function isDueDay(schedule: DaySchedule, date: Temporal.PlainDate, calendar: BusinessCalendar): boolean {
  switch (schedule.kind) {
    case 'daily':
      return schedule.days?.some((day) => weekdayNumber(day) === date.dayOfWeek) ?? true;
    case 'weekly':
      return weekdayNumber(schedule.on) === date.dayOfWeek;
    case 'monthly':
      return date.day === dayOfMonth(schedule.day, date, calendar);
  }
}

/** The day on which a due day is run: itself when no open day is near, null when closed days are skipped. */
export function runDay(
  date: Temporal.PlainDate,
  rule: ClosedDays,
  calendar: BusinessCalendar,
): Temporal.PlainDate | null {
  if (rule === 'run' || isOpen(calendar, date)) {
    return date;
  }
  return rule === 'skip' ? null : nearestOpenDay(date, rule === 'forward' ? 1 : -1, calendar);
}

/** Whether runs may move to another day than the rule's. */
export function isShifted(schedule: Schedule): boolean {
  return 'closedDays' in schedule && (schedule.closedDays === 'forward' || schedule.closedDays === 'back');
}

function nearestOpenDay(date: Temporal.PlainDate, step: 1 | -1, calendar: BusinessCalendar): Temporal.PlainDate {
  for (let shift = 1; shift <= MAX_SHIFT_DAYS; shift++) {
    const candidate = date.add({ days: step * shift });
    if (isOpen(calendar, candidate)) {
      return candidate;
    }
  }
  return date;
}

/** The number of the named day in the date's month. */
function dayOfMonth(
  day: MonthDay,
  { daysInMonth, year, month }: Temporal.PlainDate,
  calendar: BusinessCalendar,
): number {
  if (day === 'last') {
    return daysInMonth;
  }
  if (typeof day === 'number') {
    return Math.min(day, daysInMonth);
  }
  return nthOpenDay(day.businessDay, new Temporal.PlainYearMonth(year, month), calendar);
}

/** The n-th open day of a month, or its last one when it has fewer; 0 when it has none. */
function nthOpenDay(n: number, month: Temporal.PlainYearMonth, calendar: BusinessCalendar): number {
  let last = 0;
  let count = 0;
  for (let day = 1; day <= month.daysInMonth && count < n; day++) {
    if (isOpen(calendar, month.toPlainDate({ day }))) {
      last = day;
      count += 1;
    }
  }
  return last;
}
