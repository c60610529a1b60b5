import { Temporal } from 'temporal-polyfill';
import type { BusinessCalendar } from './business-calendar.ts';
import type { Interval } from './interval.ts';

/** An interval that must end in a recorded outcome, and its times. */
export interface Due {
  readonly interval: Interval;
  /** First try. */
  readonly at: Temporal.Instant;
  /** No run starts after this, catch-up apart. */
  readonly giveUpAt: Temporal.Instant;
  /** The promise to the recipient, if any. */
  readonly deadline: Temporal.Instant | null;
}

/** What a schedule is read against: the operation's zone and its business calendar. */
export interface ScheduleContext {
  /** IANA name of the zone. */
  readonly zone: string;
  readonly calendar: BusinessCalendar;
}

/** Orders dues by first try, those of one time by interval. */
export function byTime(a: Due, b: Due): number {
  return Temporal.Instant.compare(a.at, b.at) || Temporal.ZonedDateTime.compare(a.interval.from, b.interval.from);
}
