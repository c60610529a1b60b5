import type { Temporal } from 'temporal-polyfill';
import { startOfDay } from './local-day.ts';

/**
 * The half-open period `[from, to)` a file covers, in the operation's zone. Its id names it in run ids, folders and
 * commands: `2013-07-25` (a day), `2013-W30` (an ISO week), `2013-07` (a month), `2013-07-01--2013-07-25` (days, both
 * counted), `2013-07-25T04-30` (a step, by its start), `segment=CANAL_OA_…` (a discovered value).
 */
export interface Interval {
  readonly id: string;
  readonly from: Temporal.ZonedDateTime;
  readonly to: Temporal.ZonedDateTime;
}

/** One local day, 23 to 25 hours long. */
export function dayInterval(date: Temporal.PlainDate, zone: string): Interval {
  return wholeDays(date.toString(), date, date.add({ days: 1 }), zone);
}

/** One calendar month. */
export function monthInterval(month: Temporal.PlainYearMonth, zone: string): Interval {
  const first = month.toPlainDate({ day: 1 });
  return wholeDays(month.toString(), first, first.add({ months: 1 }), zone);
}

/** The ISO week, Monday to Sunday, that holds the date. */
export function weekInterval(date: Temporal.PlainDate, zone: string): Interval {
  const monday = date.subtract({ days: date.dayOfWeek - 1 });
  const week = String(monday.weekOfYear).padStart(2, '0');
  return wholeDays(`${monday.yearOfWeek}-W${week}`, monday, monday.add({ days: 7 }), zone);
}

/** The days from first to last, both counted. */
export function daysInterval(first: Temporal.PlainDate, last: Temporal.PlainDate, zone: string): Interval {
  return wholeDays(`${first.toString()}--${last.toString()}`, first, last.add({ days: 1 }), zone);
}

function wholeDays(id: string, first: Temporal.PlainDate, next: Temporal.PlainDate, zone: string): Interval {
  return { id, from: startOfDay(first, zone), to: startOfDay(next, zone) };
}
