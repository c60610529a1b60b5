import { type EncodeCell, putQuoted } from './encode-cell.ts';

const LETTER_I = 0x49;
const LETTER_D = 0x44;

/** Quotes the first field of the file when it begins with `ID`: Excel would take the file for SYLK (formats.md A13). */
export function notSylk(cell: EncodeCell): EncodeCell {
  let isFirst = true;
  return (bytes, start, end, out, at) => {
    const to = cell(bytes, start, end, out, at);
    const isSylk = isFirst && out[at] === LETTER_I && out[at + 1] === LETTER_D && to - at >= 2;
    isFirst = false;
    return isSylk ? putQuoted(Buffer.from(out.subarray(at, to)), out, at) : to;
  };
}
