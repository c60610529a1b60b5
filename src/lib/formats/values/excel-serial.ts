import { digitsValue, MINUS } from './ascii.ts';
import { DATE_LENGTH } from './date-text.ts';
import { durationHoursEnd } from './duration-text.ts';

const DAY_SECONDS = 86_400;
/** 1 March 1900: before it Excel's calendar has a 29 February 1900 that never was (formats.md X11). */
const FIRST_SERIAL = 61;
const UNIX_EPOCH_SERIAL = 25_569;

/**
 * The serial number Excel stores for the date or date-time text in `bytes[start..end)`, computed from the text alone,
 * no time zone (X10). The text must have the shape `date` or `datetime`. Undefined for what Excel cannot show: before
 * 1 March 1900, or a day or an hour that does not exist; such a value stays text.
 */
export function excelSerial(bytes: Uint8Array, start: number, end: number): number | undefined {
  const year = digitsValue(bytes, start, start + 4);
  const month = digitsValue(bytes, start + 5, start + 7);
  const day = digitsValue(bytes, start + 8, start + 10);
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return undefined;
  const serial = UNIX_EPOCH_SERIAL + daysSinceEpoch(year, month, day);
  if (serial < FIRST_SERIAL) return undefined;
  if (end - start === DATE_LENGTH) return serial;
  const hours = digitsValue(bytes, start + 11, start + 13);
  const time = secondsOf(bytes, hours, start + 13, end);
  return hours > 23 || time === undefined ? undefined : serial + time / DAY_SECONDS;
}

/** Days of the TIME text in `bytes[start..end)`, for a `[h]:mm:ss` cell (X13); undefined when negative or no TIME. */
export function excelDuration(bytes: Uint8Array, start: number, end: number): number | undefined {
  const colon = durationHoursEnd(bytes, start, end);
  if (colon === -1 || bytes[start] === MINUS) return undefined;
  const seconds = secondsOf(bytes, digitsValue(bytes, start, colon), colon, end);
  return seconds === undefined ? undefined : seconds / DAY_SECONDS;
}

/** Seconds of `hours` and the `:mm:ss[.f…]` at `colon`. */
function secondsOf(bytes: Uint8Array, hours: number, colon: number, end: number): number | undefined {
  const minutes = digitsValue(bytes, colon + 1, colon + 3);
  const seconds = digitsValue(bytes, colon + 4, colon + 6);
  if (minutes > 59 || seconds > 59) return undefined;
  const places = Math.max(end - colon - 7, 0);
  const fraction = places === 0 ? 0 : digitsValue(bytes, colon + 7, end) / 10 ** places;
  return hours * 3600 + minutes * 60 + seconds + fraction;
}

function monthLength(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; years count from March, so that leap days come last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}
