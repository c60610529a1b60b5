import { digitsEnd } from './values/ascii.ts';

/** First bytes of a text that a spreadsheet may run: `=` `+` `-` `@` TAB CR LF (OWASP "CSV Injection", CWE-1236). */
const ASCII_STARTS: ReadonlySet<number> = new Set([0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0d, 0x0a]);
/** Last bytes of ＝＋－＠ in UTF-8, which begin with EF BC. */
const FULL_WIDTH_STARTS: ReadonlySet<number> = new Set([0x9d, 0x8b, 0x8d, 0xa0]);
const FULL_WIDTH_LEAD = 0xef;
const FULL_WIDTH_SECOND = 0xbc;
const SIGNS: ReadonlySet<number> = new Set([0x2b, 0x2d]);
const MARKS: ReadonlySet<number> = new Set([0x2c, 0x2e]);

/** True for each byte with which a text that may run begins: most texts need no closer look. */
export function mayStartFormula(byte: number): boolean {
  return ASCII_STARTS.has(byte) || byte === FULL_WIDTH_LEAD;
}

/**
 * True when the UTF-8 text in `bytes[start..end)` must be neutralised by a leading apostrophe. A pure number cannot run
 * code and is left alone, so that phones (`+221771234567`) and signed numbers stay what they are (formats.md D1, D2).
 */
export function isLiveFormula(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  if (first === FULL_WIDTH_LEAD) {
    return bytes[start + 1] === FULL_WIDTH_SECOND && start + 2 < end && FULL_WIDTH_STARTS.has(bytes[start + 2] ?? 0);
  }
  return ASCII_STARTS.has(first) && !isPureNumber(bytes, start, end);
}

/** `[+-]digits[.,digits]` */
function isPureNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const whole = SIGNS.has(bytes[start] ?? 0) ? start + 1 : start;
  const mark = digitsEnd(bytes, whole, end);
  if (mark === whole || mark === end) return mark === end && mark > whole;
  return MARKS.has(bytes[mark] ?? 0) && mark + 1 < end && digitsEnd(bytes, mark + 1, end) === end;
}
