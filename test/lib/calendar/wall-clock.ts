/** A second, slow opinion on local time: minute by minute, from the offsets that Intl prints. Nothing here knows Temporal. */

const MINUTE = 60_000;
const DAY = 1440;

/** A stretch of one offset; all three in minutes, the first two since the epoch. */
export interface Offset {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** One day on the wall: its minutes `[start, end)` since the epoch, and the first that shows a given time or a later one. */
export interface WallDay {
  /** Days since 1970-01-01. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly at: number;
}

/** Minutes since the epoch of a date in UTC. */
export function minutesOf(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00Z`) / MINUTE;
}

/** The `YYYY-MM-DD` of a day number. */
export function isoOf(dayNumber: number): string {
  return new Date(dayNumber * DAY * MINUTE).toISOString().slice(0, 10);
}

/** The offsets of a zone between two minutes. Looks twice a day: no zone changes its clock more often. */
export function offsetsOf(zone: string, from: number, to: number): Offset[] {
  const offsetAt = printedOffset(zone);
  const found: Offset[] = [];
  let start = from;
  let offset = offsetAt(from);
  for (let minute = from; minute < to; minute += DAY / 2) {
    const next = Math.min(minute + DAY / 2, to);
    if (offsetAt(next) !== offset) {
      const change = firstMinute(minute, next, (at) => offsetAt(at) !== offset);
      found.push({ from: start, to: change, offset });
      start = change;
      offset = offsetAt(change);
    }
  }
  return [...found, { from: start, to, offset }];
}

function printedOffset(zone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  return (minute) => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(minute * MINUTE)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
}

function firstMinute(before: number, after: number, changed: (minute: number) => boolean): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (changed(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The whole days within the offsets, found by reading the clock at every minute; `at` is the day's last minute when no later one shows the time. */
export function wallDays(offsets: readonly Offset[], time: number): WallDay[] {
  const days: { number: number; start: number; at: number | null }[] = [];
  let day = { number: -Infinity, start: Number.NaN, at: null as number | null };
  for (const { from, to, offset } of offsets) {
    for (let minute = from; minute < to; minute++) {
      const number = Math.floor((minute + offset) / DAY);
      if (number > day.number) {
        day = { number, start: minute, at: null };
        days.push(day);
      }
      if (day.at === null && number === day.number && minute + offset - number * DAY >= time) {
        day.at = minute;
      }
    }
  }
  // The first and the last may be cut.
  return days.slice(1, -1).map(({ number, start, at }, before) => {
    const end = days[before + 2]!.start;
    return { number, start, end, at: at ?? end - 1 };
  });
}

/** Every minute at which the wall clock shows a multiple of a step. */
export function wallSteps(offsets: readonly Offset[], step: number): number[] {
  return offsets.flatMap(({ from, to, offset }) =>
    Array.from({ length: to - from }, (_, index) => from + index).filter((minute) => (minute + offset) % step === 0),
  );
}
