import { decodeUtf8 } from '../values/utf8.ts';
import { cutText, fitsCell } from './cut-text.ts';
import type { CellContext } from './table-sink.ts';

const LAST_ASCII = 0x7f;
const SPACE = 0x20;
const TAB = '\t';
const LINE_FEED = '\n';

/**
 * The text of a cell for a format that takes strings: control characters, U+FFFE and U+FFFF dropped, CR LF and CR as
 * LF, ill-formed UTF-8 as U+FFFD, cut to the limits; all counted (formats.md X1, X2, X4, X5).
 */
export function cleanText(bytes: Buffer, start: number, end: number, cell: CellContext<unknown>): string {
  if (isPlain(bytes, start, end, cell)) return bytes.toString('latin1', start, end);
  const kept = fitsCell(bytes, start, end, cell) ? bytes.subarray(start, end) : cutText(bytes, start, end, cell);
  const { text, replaced } = decodeUtf8(kept, 0, kept.length);
  cell.losses.note('unmappable', cell.number, replaced);
  const lines = text.replaceAll(/\r\n?/g, LINE_FEED);
  const clean = lines.replaceAll(/\p{Cc}|[\uFFFE\uFFFF]/gu, (character) => (isKept(character) ? character : ''));
  cell.losses.note('controlCharsDropped', cell.number, lines.length - clean.length);
  return clean;
}

/** Almost every text: printable ASCII, short enough for any cell. */
function isPlain(bytes: Buffer, start: number, end: number, { limits }: CellContext<unknown>): boolean {
  if (end - start > limits.cellUnits) return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < SPACE || byte > LAST_ASCII) return false;
  }
  return true;
}

/** Of the characters looked at, C1 controls and DEL are legal, tab and line feed are wanted. */
function isKept(character: string): boolean {
  return character === TAB || character === LINE_FEED || (character >= '\u007F' && character < '\uFFFE');
}
