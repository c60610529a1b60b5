import { Temporal } from 'temporal-polyfill';
import type { IsoDate } from './schedule.ts';
import { weekdayNumber, type Weekday } from './weekday.ts';

/** The open days of an operation, as data. A day is closed when any of the lists names it. */
export interface BusinessCalendar {
  /** Default Saturday and Sunday. */
  readonly weekend?: readonly Weekday[];
  /** Holidays of a fixed date, `MM-DD`. */
  readonly holidays?: readonly string[];
  /** Holidays that move with Easter (Gregorian), in days from Easter Sunday: 1 Monday, 39 Ascension, 50 Whit Monday. */
  readonly easter?: readonly number[];
  /** Holidays whose date is announced each year, such as Korité or Tabaski. */
  readonly movable?: readonly IsoDate[];
  /** The operation's own closed days. */
  readonly closedDays?: readonly IsoDate[];
}

/** Whether the operation works on this day. */
export function isOpen(calendar: BusinessCalendar, date: Temporal.PlainDate): boolean {
  const weekend = calendar.weekend ?? ['saturday', 'sunday'];
  if (weekend.some((day) => weekdayNumber(day) === date.dayOfWeek)) {
    return false;
  }
  const iso = date.toString();
  const closed =
    calendar.holidays?.includes(iso.slice(5)) ||
    calendar.movable?.includes(iso) ||
    calendar.closedDays?.includes(iso) ||
    calendar.easter?.includes(easterSunday(date.year).until(date).days);
  return !closed;
}

/** Easter Sunday of the Gregorian calendar (Anonymous Gregorian algorithm, Nature, 20 April 1876). */
export function easterSunday(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const sundayOffset = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sundayOffset) / 451);
  const dayOfYearFromMarch = epact + sundayOffset - 7 * late + 114;
  return new Temporal.PlainDate(year, Math.floor(dayOfYearFromMarch / 31), (dayOfYearFromMarch % 31) + 1);
}
