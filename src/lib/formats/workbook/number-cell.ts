import type { FileColumn } from '../../rows/column.ts';
import { DOT, MINUS, NINE, ZERO } from '../values/ascii.ts';
import { bitsText } from '../values/bits.ts';
import { isNumberText, roundDecimalText } from '../values/decimal-text.ts';
import type { CellContext, TableSink } from './table-sink.ts';

/** Excel keeps so many significant digits of a number (formats.md X8). */
const EXACT_DIGITS = 15;
/** A DOUBLE is no decimal: its shortest text has up to so many digits, and Excel reads the same DOUBLE from it. */
const DOUBLE_DIGITS = 17;
/** Powers of ten beyond it are beyond Excel's numbers, or lose digits near zero. */
const LARGEST_EXPONENT = 307;

const PARTS = /^[+-]?(?<whole>\d*)\.?(?<fraction>\d*)(?:[eE](?<exponent>.*))?$/;

/**
 * Writes the server's text of a number as a number cell, digit by digit, rounded to the column's scale. A number that
 * Excel would not keep (over 15 digits, zeros in front, too large) stays text and is counted; other text is refused.
 */
export function writeNumberCell<F>(
  out: TableSink<F>,
  bytes: Buffer,
  start: number,
  end: number,
  cell: CellContext<F>,
): void {
  if (isPlainNumber(bytes, start, end, cell.column.scale ?? EXACT_DIGITS)) out.number(bytes, start, end, cell);
  else writeRareNumber(out, bytes.toString('utf8', start, end), cell);
}

/** Writes a BIT(n) value as the unsigned number of its bits. */
export function writeBitsCell<F>(
  out: TableSink<F>,
  bytes: Buffer,
  start: number,
  end: number,
  cell: CellContext<F>,
): void {
  const text = Buffer.from(bitsText(bytes, start, end));
  writeNumberCell(out, text, 0, text.length, cell);
}

/** True for what almost every number is: up to 15 digits, at most `scale` of them after a point, no zero in front. */
function isPlainNumber(bytes: Buffer, start: number, end: number, scale: number): boolean {
  const first = bytes[start] === MINUS ? start + 1 : start;
  const length = end - first;
  if (length < 1 || length > EXACT_DIGITS + 1) return false;
  let point = end;
  for (let i = first; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === DOT && point === end) point = i;
    else if (byte < ZERO || byte > NINE) return false;
  }
  if (point === end) return length <= EXACT_DIGITS && (length === 1 || bytes[first] !== ZERO);
  const startsWell = point - first === 1 || (point > first && bytes[first] !== ZERO);
  return startsWell && point + 1 < end && end - point - 1 <= scale;
}

function writeRareNumber<F>(out: TableSink<F>, text: string, cell: CellContext<F>): void {
  if (!isNumberText(text)) cell.refuse('text that is no number', 'a number');
  const number = printable(text, cell.column.scale);
  const bytes = Buffer.from(number ?? text);
  if (number !== undefined && significantDigits(number) <= exactDigits(cell.column)) {
    out.number(bytes, 0, bytes.length, cell);
    return;
  }
  cell.losses.note('numbersAsText', cell.number);
  out.text(bytes, 0, bytes.length, cell);
}

/** The number rounded to the scale; undefined when its text must stay: a ZEROFILL, or larger than Excel's numbers. */
function printable(text: string, scale: number | undefined): string | undefined {
  const { whole = '', exponent = '0' } = PARTS.exec(text)?.groups ?? {};
  if (/^0\d/.test(whole) || whole.length + Math.abs(Number(exponent)) > LARGEST_EXPONENT) return undefined;
  return scale === undefined ? text : roundDecimalText(text, scale);
}

/** Zeros at the end of the fraction are none. */
function significantDigits(number: string): number {
  const { whole = '', fraction = '' } = PARTS.exec(number)?.groups ?? {};
  return (whole + fraction.replace(/0+$/, '')).replace(/^0+/, '').length;
}

function exactDigits({ kind, scale }: FileColumn): number {
  return kind === 'decimal' && scale === undefined ? DOUBLE_DIGITS : EXACT_DIGITS;
}
