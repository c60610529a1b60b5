const NUMBER = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:[eE](?<exponent>[+-]?\d{1,4}))?$/;

/** A decimal number as text: its sign (`-` or nothing), its digits, and how many of them stand after the mark. */
interface DecimalDigits {
  readonly sign: string;
  readonly digits: string;
  readonly scale: number;
}

/** True for the text of a finite number as MySQL, MariaDB and SQLite print it: `-0.50`, `.5`, `1e100`. */
export function isNumberText(text: string): boolean {
  return parse(text) !== undefined;
}

/**
 * The number rounded to `scale` digits after the point, half away from zero as MySQL rounds DECIMAL, by arithmetic on
 * the text: any length is exact. `1.005` at 2 is `1.01`, `1e3` at 1 is `1000.0`, `-0.004` at 2 is `0.00`.
 * Undefined when the text is no number.
 */
export function roundDecimalText(text: string, scale: number): string | undefined {
  const number = parse(text);
  if (number === undefined) return undefined;
  const excess = number.scale - scale;
  if (excess <= 0) return print({ ...number, digits: number.digits + '0'.repeat(-excess), scale });
  const padded = number.digits.padStart(excess + 1, '0');
  const kept = padded.slice(0, -excess);
  const roundsUp = (padded.at(-excess) ?? '0') >= '5';
  const digits = roundsUp ? (BigInt(kept) + 1n).toString() : kept;
  return print({ sign: number.sign, digits, scale });
}

function parse(text: string): DecimalDigits | undefined {
  const { sign = '', whole = '', fraction = '', exponent = '0' } = NUMBER.exec(text)?.groups ?? {};
  if (whole === '' && fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  const digits = scale >= 0 ? whole + fraction : whole + fraction + '0'.repeat(-scale);
  return { sign: sign === '-' ? '-' : '', digits, scale: Math.max(scale, 0) };
}

function print({ sign, digits, scale }: DecimalDigits): string {
  const padded = digits.replace(/^0+/, '').padStart(scale + 1, '0');
  const mark = padded.length - scale;
  const isZero = /^0*$/.test(padded);
  return (isZero ? '' : sign) + padded.slice(0, mark) + (scale === 0 ? '' : `.${padded.slice(mark)}`);
}
