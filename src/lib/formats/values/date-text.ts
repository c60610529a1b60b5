import { COLON, digitsOnly, DOT, MINUS, ZERO } from './ascii.ts';

/**
 * What a date text of the server is. `date`: `yyyy-MM-dd`; `datetime`: `yyyy-MM-dd HH:mm:ss` with or without a
 * fraction; `zero`: one of both whose month or day is `00` (formats.md C6); `other`: anything else.
 * Only the layout is looked at, not the calendar.
 */
export type DateShape = 'date' | 'datetime' | 'zero' | 'other';

/** Where the parts of a date text stand, counted from its start. */
export const DATE_LENGTH = 10;
export const DATETIME_LENGTH = 19;

/** The shape of the text in `bytes[start..end)`. */
export function dateShape(bytes: Uint8Array, start: number, end: number): DateShape {
  const length = end - start;
  if (length !== DATE_LENGTH && (length < DATETIME_LENGTH || !isTime(bytes, start + 11, end))) return 'other';
  if (!isDay(bytes, start)) return 'other';
  if (length > DATE_LENGTH && bytes[start + 10] !== 0x20 && bytes[start + 10] !== 0x54) return 'other';
  if (isZeroPair(bytes, start + 5) || isZeroPair(bytes, start + 8)) return 'zero';
  return length === DATE_LENGTH ? 'date' : 'datetime';
}

function isDay(bytes: Uint8Array, at: number): boolean {
  return (
    digitsOnly(bytes, at, at + 4) &&
    bytes[at + 4] === MINUS &&
    digitsOnly(bytes, at + 5, at + 7) &&
    bytes[at + 7] === MINUS &&
    digitsOnly(bytes, at + 8, at + 10)
  );
}

/** `HH:mm:ss` at `at`, then nothing or a point and digits up to `end`. */
function isTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (!digitsOnly(bytes, at, at + 2) || !isMinutesAndSeconds(bytes, at + 2)) return false;
  return isFraction(bytes, at + 8, end);
}

/** `:mm:ss` at `at`. */
export function isMinutesAndSeconds(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === COLON &&
    digitsOnly(bytes, at + 1, at + 3) &&
    bytes[at + 3] === COLON &&
    digitsOnly(bytes, at + 4, at + 6)
  );
}

/** Nothing, or a point and at least one digit, in `bytes[at..end)`. */
export function isFraction(bytes: Uint8Array, at: number, end: number): boolean {
  return at === end || (bytes[at] === DOT && digitsOnly(bytes, at + 1, end));
}

function isZeroPair(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === ZERO && bytes[at + 1] === ZERO;
}
