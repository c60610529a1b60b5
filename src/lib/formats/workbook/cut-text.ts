import { FieldTooLong } from '../../errors/format-errors.ts';
import { decodeUtf8 } from '../values/utf8.ts';
import type { CellContext } from './table-sink.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const ELLIPSIS = '...';

/** True when the text surely keeps the limits of a cell; looks at the bytes only when they are many. */
export function fitsCell(bytes: Buffer, start: number, end: number, { limits }: CellContext<unknown>): boolean {
  const length = end - start;
  if (length <= limits.cellLineFeeds) return true;
  return length <= limits.cellUnits && lineBreaks(bytes, start, end) <= limits.cellLineFeeds;
}

/**
 * The text as a cell can hold it: 32,764 UTF-16 units and `...`, no pair split; line feeds after the 253rd are blanks.
 * Counted, or FieldTooLong where the profile says so (formats.md X1, X2).
 */
export function cutText(bytes: Buffer, start: number, end: number, cell: CellContext<unknown>): Buffer {
  const { limits, profile, losses, column, number } = cell;
  const { text: decoded, replaced } = decodeUtf8(bytes, start, end);
  losses.note('unmappable', number, replaced);
  const text = decoded.replaceAll(/\r\n?/g, '\n');
  const cut = limitLineFeeds(limitUnits(text, limits.cellUnits), limits.cellLineFeeds);
  if (cut === text) return Buffer.from(text);
  if (profile.onLongText === 'fail') {
    throw new FieldTooLong({
      where: `row ${losses.row} column ${number} (${column.header})`,
      got: `a text of ${text.length} characters`,
      expected: `at most ${limits.cellUnits} characters and ${limits.cellLineFeeds} line feeds in a cell`,
      next: 'Shorten it in the query, or let the profile truncate.',
    });
  }
  losses.note('truncatedCells', number);
  return Buffer.from(cut);
}

function limitUnits(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - ELLIPSIS.length;
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return text.slice(0, splitsPair ? end - 1 : end) + ELLIPSIS;
}

function limitLineFeeds(text: string, limit: number): string {
  let seen = 0;
  return text.replaceAll('\n', () => (++seen > limit ? ' ' : '\n'));
}

function lineBreaks(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) count++;
  }
  return count;
}
