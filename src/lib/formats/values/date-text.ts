import { COLON, digitsOnly, DOT, NINE, ZERO } from './ascii.ts';

/**
 * What a date text of the server is. `date`: `yyyy-MM-dd`; `datetime`: `yyyy-MM-dd HH:mm:ss` with or without a
 * fraction; `zero`: one of both whose month or day is `00` (formats.md C6); `other`: anything else.
 * Only the layout is looked at, not the calendar.
 */
export type DateShape = 'date' | 'datetime' | 'zero' | 'other';

/** Where the parts of a date text stand, counted from its start. */
export const DATE_LENGTH = 10;
export const DATETIME_LENGTH = 19;
const T = 0x54;

/** The layout byte by byte; a digit stands for any digit. */
const LAYOUT = Buffer.from('0000-00-00 00:00:00');

/** The shape of the text in `bytes[start..end)`; a `T` may stand in place of the blank. */
export function dateShape(bytes: Uint8Array, start: number, end: number): DateShape {
  const length = end - start;
  if (length !== DATE_LENGTH && length < DATETIME_LENGTH) return 'other';
  const laidOut = length === DATE_LENGTH ? DATE_LENGTH : DATETIME_LENGTH;
  for (let i = 0; i < laidOut; i++) {
    const byte = bytes[start + i] ?? 0;
    const expected = LAYOUT[i] ?? 0;
    const fits =
      expected === ZERO ? byte >= ZERO && byte <= NINE : byte === expected || (byte === T && i === DATE_LENGTH);
    if (!fits) return 'other';
  }
  if (length > DATETIME_LENGTH && !isFraction(bytes, start + DATETIME_LENGTH, end)) return 'other';
  if (isZeroPair(bytes, start + 5) || isZeroPair(bytes, start + 8)) return 'zero';
  return length === DATE_LENGTH ? 'date' : 'datetime';
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
