import type { Temporal } from 'temporal-polyfill';

/**
 * The half-open period `[from, to)` a file covers, in the operation's zone. Its id names it in run ids, folders and
 * commands: `2013-07-25` (a day), `2013-07` (a month), `2013-W30` (a week), `2013-07-25T04-30` (a finer step),
 * `segment=CANAL_OA_…` (a discovered value).
 */
export interface Interval {
  readonly id: string;
  readonly from: Temporal.ZonedDateTime;
  readonly to: Temporal.ZonedDateTime;
}
