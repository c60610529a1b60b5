import type { Temporal } from 'temporal-polyfill';
import type { Due } from './due.ts';

/** A due as a table shows it: local times to the minute, with the offset where the reader may wonder. */
export interface DueRow {
  readonly interval: string;
  readonly from: string;
  readonly to: string;
  readonly firstTry: string;
  readonly givesUp: string;
  /** Empty without a deadline. */
  readonly deadline: string;
}

/** The rows of a table of due times, in the zone of their intervals. */
export function dueRows(dues: readonly Due[]): DueRow[] {
  return dues.map(({ interval: { id, from, to }, at, giveUpAt, deadline }) => {
    const local = (instant: Temporal.Instant): string => minuteText(instant.toZonedDateTimeISO(from.timeZoneId));
    return {
      interval: id,
      from: minuteText(from),
      to: minuteText(to),
      firstTry: local(at),
      givesUp: local(giveUpAt),
      deadline: deadline === null ? '' : local(deadline),
    };
  });
}

/** `2013-07-26 04:00 +00:00`. */
function minuteText(time: Temporal.ZonedDateTime): string {
  const [date = '', clock = ''] = time.toPlainDateTime().toString({ smallestUnit: 'minute' }).split('T');
  return `${date} ${clock} ${time.offset}`;
}
