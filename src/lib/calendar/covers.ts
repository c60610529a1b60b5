import type { Temporal } from 'temporal-polyfill';
import { dayInterval, daysInterval, monthInterval, weekInterval, type Interval } from './interval.ts';
import { previousDay } from './local-day.ts';
import type { DayCovers } from './schedule.ts';

/** The interval of a due time, from its date in the zone. */
export function coveredInterval(covers: DayCovers, due: Temporal.ZonedDateTime): Interval {
  if (typeof covers === 'function') {
    return covers(due);
  }
  const day = due.toPlainDate();
  const zone = due.timeZoneId;
  if (typeof covers === 'object') {
    return daysInterval(day.subtract({ days: covers.trailingDays }), previousDay(day, zone), zone);
  }
  switch (covers) {
    case 'previous day':
      return dayInterval(previousDay(day, zone), zone);
    case 'previous week':
      return weekInterval(day.subtract({ weeks: 1 }), zone);
    case 'previous month':
      return monthInterval(day.toPlainYearMonth().subtract({ months: 1 }), zone);
    case 'month to date': {
      const last = previousDay(day, zone);
      return daysInterval(last.with({ day: 1 }), last, zone);
    }
  }
}
