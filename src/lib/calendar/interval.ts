import { Temporal } from 'temporal-polyfill';
import { IntervalNotUnderstood } from '../errors/calendar-errors.ts';
import { startOfDay } from './local-day.ts';

/**
 * The half-open period `[from, to)` a file covers, in the operation's zone. Its id names it in run ids, folders and
 * commands: `2013-07-25` (a day), `2013-W30` (an ISO week), `2013-07` (a month), `2013-07-01--2013-07-25` (days, both
 * counted), `2013-07-25T04-30--PT15M` (a step: start and length), `segment=CANAL_OA_…` (a discovered value).
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

/** From one step to the next, to the minute. In an hour that the clock repeats, the second pass is marked `-2`: `2013-10-27T02-30-2--PT15M`. */
export function stepInterval(from: Temporal.ZonedDateTime, to: Temporal.ZonedDateTime): Interval {
  const local = from.toPlainDateTime();
  const start = local.toString({ smallestUnit: 'minute' }).replace(':', '-');
  const pass = local.toZonedDateTime(from.timeZoneId, { disambiguation: 'earlier' }).equals(from) ? '' : '-2';
  return { id: `${start}${pass}--${inHours(to.epochMilliseconds - from.epochMilliseconds)}`, from, to };
}

/** `PT72H`, `PT1H30M`: as Temporal writes it, without days. */
function inHours(ms: number): string {
  const minutes = ms / 60_000;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
}

/**
 * The interval that an id names by its form: a day, week, month, row of days or step. Throws IntervalNotUnderstood for
 * another form, and for a date or time that does not exist in the zone. Ids of an author's own interval need intervalNamed().
 */
export function parseInterval(id: string, zone: string): Interval {
  const interval = readInterval(id, zone);
  if (interval === null) {
    throw new IntervalNotUnderstood({
      where: 'interval',
      got: JSON.stringify(id.slice(0, 60)),
      expected: `an existing ${forms.map((form) => form.example).join(', ')}`,
    });
  }
  return interval;
}

/** As parseInterval(), with null instead of the error. */
export function readInterval(id: string, zone: string): Interval | null {
  for (const { pattern, read } of forms) {
    const [, ...parts] = pattern.exec(id) ?? [];
    const interval = parts.length === 0 ? null : orNull(() => read(parts, zone));
    // Written again it must be the same: 2013-02-30, 2013-W60 or a time that a clock change leaves out are not.
    if (interval?.id === id && Temporal.ZonedDateTime.compare(interval.from, interval.to) < 0) {
      return interval;
    }
  }
  return null;
}

function dayInWeek(year: number, week: number): Temporal.PlainDate {
  // 4 January is always in the first ISO week.
  return new Temporal.PlainDate(year, 1, 4).add({ weeks: week - 1 });
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function wholeDays(id: string, first: Temporal.PlainDate, next: Temporal.PlainDate, zone: string): Interval {
  return { id, from: startOfDay(first, zone), to: startOfDay(next, zone) };
}

interface Form {
  readonly example: string;
  readonly pattern: RegExp;
  readonly read: (parts: readonly string[], zone: string) => Interval;
}

const forms: readonly Form[] = [
  {
    example: '2013-07-25 (a day)',
    pattern: /^(\d{4}-\d{2}-\d{2})$/,
    read: ([day = ''], zone) => dayInterval(Temporal.PlainDate.from(day), zone),
  },
  {
    example: '2013-W30 (an ISO week)',
    pattern: /^(\d{4})-W(\d{2})$/,
    read: ([year, week], zone) => weekInterval(dayInWeek(Number(year), Number(week)), zone),
  },
  {
    example: '2013-07 (a month)',
    pattern: /^(\d{4}-\d{2})$/,
    read: ([month = ''], zone) => monthInterval(Temporal.PlainYearMonth.from(month), zone),
  },
  {
    example: '2013-07-01--2013-07-25 (days, both counted)',
    pattern: /^(\d{4}-\d{2}-\d{2})--(\d{4}-\d{2}-\d{2})$/,
    read: ([first = '', last = ''], zone) =>
      daysInterval(Temporal.PlainDate.from(first), Temporal.PlainDate.from(last), zone),
  },
  {
    example: '2013-07-25T04-30--PT15M (a start and a length)',
    pattern: /^(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})(-2)?--(PT[0-9HM]+)$/,
    read: ([hour = '', minute = '', pass, length = ''], zone) => {
      const disambiguation = pass === undefined ? 'earlier' : 'later';
      const from = Temporal.PlainDateTime.from(`${hour}:${minute}`).toZonedDateTime(zone, { disambiguation });
      return stepInterval(from, from.add(length));
    },
  },
];
