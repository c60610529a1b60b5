import type { FileColumn } from '../../rows/column.ts';
import { DOT, MINUS, NINE, ZERO } from '../values/ascii.ts';
import { isNumberText, roundDecimalText } from '../values/decimal-text.ts';
import type { Dialect } from './dialect.ts';
import { type EncodeCell, putAscii } from './encode-cell.ts';
import type { Refuse } from '../refuse.ts';
import { withQuotes } from './with-quotes.ts';

/**
 * Integers and decimals: the server's digits are copied, the decimal mark exchanged (formats.md C5). Another number of
 * digits after the mark than `scale` is rounded half away from zero.
 */
export function numberCell({ scale }: FileColumn, dialect: Dialect, refuse: Refuse): EncodeCell {
  const mark = dialect.profile.decimalMark;
  const markByte = mark.charCodeAt(0);
  const other: EncodeCell = (bytes, start, end, out, at) => {
    const text = bytes.toString('latin1', start, end);
    const number = scale === undefined ? text : roundDecimalText(text, scale);
    if (number === undefined || !isNumberText(number)) return refuse('text that is no number', 'a number');
    return putAscii(number.replace('.', mark), out, at);
  };
  const cell: EncodeCell = (bytes, start, end, out, at) => {
    let to = at;
    let from = start;
    let point = end - 1;
    if (bytes[from] === MINUS) out[to++] = bytes[from++] ?? MINUS;
    if (from >= end) return other(bytes, start, end, out, at);
    for (let i = from; i < end; i++) {
      const byte = bytes[i] ?? 0;
      if (byte >= ZERO && byte <= NINE) out[to++] = byte;
      else if (byte === DOT && point === end - 1 && i < point) {
        point = i;
        out[to++] = markByte;
      } else return other(bytes, start, end, out, at);
    }
    if (scale !== undefined && end - 1 - point !== scale) return other(bytes, start, end, out, at);
    return to;
  };
  return withQuotes(cell, dialect);
}
