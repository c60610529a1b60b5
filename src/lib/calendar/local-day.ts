import { Temporal } from 'temporal-polyfill';

/** One day of a zone in epoch milliseconds, `[startMs, endMs)`. Days that the zone left out (Apia, 2011-12-30) do not appear. */
export interface LocalDay {
  readonly date: Temporal.PlainDate;
  readonly zone: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch of a day in which the clock is not changed, and the minute of the day it shows first; negative where a change goes back over midnight. */
export interface DayPart {
  readonly startMs: number;
  readonly endMs: number;
  readonly firstMinute: number;
}

export const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

export function instantOf(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs);
}

/** The first instant of a day, or of the next day that exists. */
export function startOfDay(date: Temporal.PlainDate, zone: string): Temporal.ZonedDateTime {
  return date.toZonedDateTime(zone);
}

/** The existing days from first to last, both counted. */
export function* localDays(
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  zone: string,
): Generator<LocalDay, void, undefined> {
  let date = first;
  let startMs = startOfDay(date, zone).epochMilliseconds;
  while (Temporal.PlainDate.compare(date, last) <= 0) {
    const next = date.add({ days: 1 });
    const endMs = startOfDay(next, zone).epochMilliseconds;
    if (endMs > startMs) {
      yield { date, zone, startMs, endMs };
    }
    date = next;
    startMs = endMs;
  }
}

/** One day, or the next that exists. */
export function localDay(date: Temporal.PlainDate, zone: string): LocalDay {
  const start = startOfDay(date, zone);
  const end = startOfDay(start.toPlainDate().add({ days: 1 }), zone);
  return { date: start.toPlainDate(), zone, startMs: start.epochMilliseconds, endMs: end.epochMilliseconds };
}

/** The day before in the zone: one earlier, or two where the zone left one out. */
export function previousDay(date: Temporal.PlainDate, zone: string): Temporal.PlainDate {
  return startOfDay(date, zone).subtract({ nanoseconds: 1 }).toPlainDate();
}

/**
 * Epoch milliseconds at which the local clock shows a minute of the day. A time that the day repeats is its first
 * occurrence; a time that it leaves out becomes the first instant after the gap, or the day's last minute.
 */
export function timeOnDay(day: LocalDay, minuteOfDay: number): number {
  for (const { startMs, endMs, firstMinute } of dayParts(day)) {
    const ms = startMs + Math.max(0, minuteOfDay - firstMinute) * MINUTE_MS;
    if (ms < endMs) {
      return ms;
    }
  }
  return day.endMs - MINUTE_MS;
}

/** The day cut at its clock changes; in all but a few days a year it is one piece. */
export function* dayParts(day: LocalDay): Generator<DayPart, void, undefined> {
  if (day.endMs - day.startMs === DAY_MS) {
    yield { startMs: day.startMs, endMs: day.endMs, firstMinute: 0 };
    return;
  }
  const midnight = day.date.toPlainDateTime();
  let startMs = day.startMs;
  while (startMs < day.endMs) {
    const start = instantOf(startMs).toZonedDateTimeISO(day.zone);
    const change = start.getTimeZoneTransition('next')?.epochMilliseconds ?? day.endMs;
    const endMs = Math.min(change, day.endMs);
    yield { startMs, endMs, firstMinute: midnight.until(start.toPlainDateTime()).total('minutes') };
    startMs = endMs;
  }
}
