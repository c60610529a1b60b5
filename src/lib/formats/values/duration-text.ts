import { COLON, digitsOnly, MINUS } from './ascii.ts';
import { isFraction, isMinutesAndSeconds } from './date-text.ts';

/** Where the colon after the hours stands in a TIME text (`-838:59:59.5`, `36:00:00`); -1 when it is none. */
export function durationHoursEnd(bytes: Uint8Array, start: number, end: number): number {
  const hours = bytes[start] === MINUS ? start + 1 : start;
  const colon = bytes.indexOf(COLON, hours);
  if (colon === -1 || colon + 6 > end || !digitsOnly(bytes, hours, colon)) return -1;
  return isMinutesAndSeconds(bytes, colon) && isFraction(bytes, colon + 6, end) ? colon : -1;
}
