import { BordereauError } from './bordereau-error.ts';

/** The text names no interval; the accepted forms are in the message. */
export class IntervalNotUnderstood extends BordereauError {
  readonly code = 'INTERVAL_NOT_UNDERSTOOD';
  readonly retry = 'permanent';
}

/** More due times were asked for than any listing or catch-up needs. */
export class CalendarSpanTooLong extends BordereauError {
  readonly code = 'CALENDAR_SPAN_TOO_LONG';
  readonly retry = 'permanent';
}

/** A schedule that validateSchedule() would have refused was used. */
export class ScheduleInvalid extends BordereauError {
  readonly code = 'SCHEDULE_INVALID';
  readonly retry = 'permanent';
}
