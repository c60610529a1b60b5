import { ScheduleInvalid } from '../errors/calendar-errors.ts';
import type { TimeOfDay } from './schedule.ts';

const form = /^([01]\d|2[0-3]):([0-5]\d)$/;

export function isTimeOfDay(text: string): boolean {
  return form.test(text);
}

/** Minutes since midnight of `HH:mm`. */
export function minuteOfDay(time: TimeOfDay): number {
  const match = form.exec(time);
  if (match === null) {
    throw new ScheduleInvalid({ where: 'schedule', got: `the time ${time}`, expected: 'HH:mm, 00:00 to 23:59' });
  }
  return Number(match[1]) * 60 + Number(match[2]);
}
