/**
 * First bytes of a text that a spreadsheet may run: `=` `+` `-` `@` TAB CR LF, and 0xEF, with which the full-width
 * ＝＋－＠ begin in UTF-8 (OWASP "CSV Injection", CWE-1236, ASVS 1.2.10).
 */
export const FORMULA_STARTS: ReadonlySet<number> = new Set([0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0d, 0x0a, 0xef]);

const ASCII_START = /^[=+\-@\t\r\n]/;
const FULL_WIDTH_START = /^[\uFF1D\uFF0B\uFF0D\uFF20]/;
const PURE_NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;

/**
 * True when a text must be neutralised by a leading apostrophe. A pure number cannot run code and is left alone, so
 * that phones (`+221771234567`) and signed numbers stay what they are (formats.md D1, D2).
 */
export function isLiveFormula(text: string): boolean {
  if (!ASCII_START.test(text)) return FULL_WIDTH_START.test(text);
  return !PURE_NUMBER.test(text);
}
