import { COLON, digitsOnly, DOT, MINUS, NINE, ZERO } from './ascii.ts';

/**
 * What a date text of the server is. `date`: `yyyy-MM-dd`; `datetime`: `yyyy-MM-dd HH:mm:ss` with or without a
 * fraction; `zero`: one of both whose month or day is `00` (formats.md C6); `other`: anything else.
 * Only the layout is looked at, not the calendar.
 */
export type DateShape = 'date' | 'datetime' | 'zero' | 'other';

/** Where the parts of a date text stand, counted from its start. */
export const DATE_LENGTH = 10;
export const DATETIME_LENGTH = 19;
const SPACE = 0x20;
const T = 0x54;

/** The shape of the text in `bytes[start..end)`; a `T` may stand in place of the blank. */
export function dateShape(bytes: Uint8Array, start: number, end: number): DateShape {
  const length = end - start;
  if (length !== DATE_LENGTH && (length < DATETIME_LENGTH || !isTime(bytes, start + DATE_LENGTH, end))) return 'other';
  const digits = pair(bytes, start) | pair(bytes, start + 2) | pair(bytes, start + 5) | pair(bytes, start + 8);
  if (digits < 0 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return 'other';
  if (isZeroPair(bytes, start + 5) || isZeroPair(bytes, start + 8)) return 'zero';
  return length === DATE_LENGTH ? 'date' : 'datetime';
}

/** ` HH:mm:ss` at `at`, then nothing or a fraction up to `end`. */
function isTime(bytes: Uint8Array, at: number, end: number): boolean {
  const digits = pair(bytes, at + 1) | pair(bytes, at + 4) | pair(bytes, at + 7);
  const isMarked = bytes[at + 3] === COLON && bytes[at + 6] === COLON && (bytes[at] === SPACE || bytes[at] === T);
  return digits >= 0 && isMarked && isFraction(bytes, at + 9, end);
}

/** Negative unless the two bytes at `at` are digits: joined by `|` they are checked at once, which is fast. */
function pair(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  return (first - ZERO) | (NINE - first) | (second - ZERO) | (NINE - second);
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
