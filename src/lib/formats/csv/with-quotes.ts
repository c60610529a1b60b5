import { type Dialect, putField } from './dialect.ts';
import type { EncodeCell } from './encode-cell.ts';

/** Quotes what a typed cell wrote where the profile wants it or its delimiter may occur in it; else costs nothing. */
export function withQuotes(cell: EncodeCell, dialect: Dialect): EncodeCell {
  const { quoteAll, delimiter, decimalMark, dateFormat, dateTimeFormat } = dialect.profile;
  const punctuation = `+-.:/=${decimalMark}${dateFormat}${dateTimeFormat}`;
  if (!quoteAll && !punctuation.includes(delimiter)) return cell;
  return (bytes, start, end, out, at) => {
    const written = Buffer.from(out.subarray(at, cell(bytes, start, end, out, at)));
    return putField(written, dialect, out, at);
  };
}
