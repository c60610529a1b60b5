import { digitsOnly, MINUS, ZERO } from '../values/ascii.ts';
import { bitsText } from '../values/bits.ts';
import { isWellFormed } from '../values/utf8.ts';
import { constantField, type Dialect } from './dialect.ts';
import { type EncodeCell, putAscii, putBytes } from './encode-cell.ts';
import type { Refuse } from '../refuse.ts';
import { withQuotes } from './with-quotes.ts';

/** Booleans: a whole number, 0 is false (formats.md C9). */
export function booleanCell(dialect: Dialect, refuse: Refuse): EncodeCell {
  const [yes, no] = dialect.profile.booleans.map((text) => constantField(text, dialect));
  return (bytes, start, end, out, at) => {
    const digits = bytes[start] === MINUS ? start + 1 : start;
    if (!digitsOnly(bytes, digits, end)) return refuse('text that is no whole number', '0 or 1');
    const isTrue = bytes.subarray(digits, end).some((byte) => byte !== ZERO);
    return putBytes((isTrue ? yes : no) ?? dialect.emptyField, out, at);
  };
}

/** BIT(n): the number its bits make, then as any other cell (C8). */
export function bitsCell(cell: EncodeCell): EncodeCell {
  return (bytes, start, end, out, at) => {
    const digits = Buffer.from(bitsText(bytes, start, end));
    return cell(digits, 0, digits.length, out, at);
  };
}

/** Bytes that are no text, under the profile's policy (C8); `utf8` must be well formed and is then written by `text`. */
export function binaryCell(dialect: Dialect, text: EncodeCell, refuse: Refuse): EncodeCell {
  const { binary } = dialect.profile;
  if (binary === 'omit') return (_bytes, _start, _end, out, at) => putBytes(dialect.nullField, out, at);
  if (binary !== 'utf8') {
    return withQuotes((bytes, start, end, out, at) => putAscii(bytes.toString(binary, start, end), out, at), dialect);
  }
  return (bytes, start, end, out, at) =>
    isWellFormed(bytes, start, end)
      ? text(bytes, start, end, out, at)
      : refuse('bytes that are no UTF-8', 'UTF-8 text');
}
