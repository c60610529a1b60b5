import { Temporal } from 'temporal-polyfill';
import { ScheduleInvalid } from '../errors/calendar-errors.ts';
import type { IsoDuration } from './schedule.ts';

/** Milliseconds of an ISO 8601 duration of days (24 hours each), hours and minutes. Throws ScheduleInvalid. */
export function durationMs(text: IsoDuration): number {
  if (!/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?$/.test(text)) {
    throw new ScheduleInvalid({
      where: 'duration',
      got: JSON.stringify(text),
      expected: 'a form like PT90M, PT4H or P7D',
    });
  }
  return Temporal.Duration.from(text).total('milliseconds');
}
