import { ControlCharacterRefused } from '../../errors/format-errors.ts';
import type { FileColumn } from '../../rows/column.ts';
import { encodeText, fitWindows1252, noteUnmappable } from '../encoding.ts';
import { isLiveFormula, mayStartFormula } from '../formula-guard.ts';
import type { LossLog } from '../loss-log.ts';
import { decodeUtf8, isWellFormed, occurrences } from '../values/utf8.ts';
import { repairUtf8InLatin1 } from '../values/windows-1252.ts';
import { type Dialect, isBlank, needsQuotes } from './dialect.ts';
import { type EncodeCell, putBytes, QUOTE } from './encode-cell.ts';

/** The text rules of one column. */
interface TextRules {
  readonly dialect: Dialect;
  readonly losses: LossLog;
  /** Column number from 1. */
  readonly column: number;
  readonly repairs: boolean;
  readonly guarded: boolean;
}

/** What a byte means for the text it stands in. */
const NEEDS_QUOTES = 1;
/** Must be UTF-8 with its neighbours. */
const NOT_ASCII = 2;
/** The text does not come out as it came in. */
const CHANGES = 4;

const NUL = 0x00;
const CR = 0x0d;
const FIRST_NON_ASCII = 0x80;
const APOSTROPHE = 0x27;
/** Characters of a cell that Excel shows (formats.md A15). */
const EXCEL_CELL_CHARACTERS = 32_767;

/**
 * Text: the server's bytes are copied as they are scanned. What the scan finds decides whether that was all: a field that
 * needs quotes is copied again between them, and only a text that must change is decoded.
 */
export function textCell(column: FileColumn, number: number, dialect: Dialect, losses: LossLog): EncodeCell {
  const { formulaGuard, quoteAll, warnOfLongCells } = dialect.profile;
  const guarded = formulaGuard && column.guard !== false;
  const rules = { dialect, losses, column: number, repairs: column.repair === 'utf8-in-latin1', guarded };
  const meanings = byteMeanings(rules);
  const watched = Uint8Array.from({ length: 256 }, (_, byte) => (guarded && mayStartFormula(byte) ? 1 : 0));
  const longest = warnOfLongCells ? EXCEL_CELL_CHARACTERS : Number.POSITIVE_INFINITY;
  return (bytes, start, end, out, at) => {
    let found = 0;
    let to = at;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] ?? 0;
      found |= meanings[byte] ?? 0;
      out[to++] = byte;
    }
    if ((found & CHANGES) !== 0 || ((found & NOT_ASCII) !== 0 && !isWellFormed(bytes, start, end))) {
      return putChanged(rules, bytes, start, end, out, at);
    }
    const quotes = quoteAll || (found & NEEDS_QUOTES) !== 0 || isBlank(bytes[start]) || isBlank(bytes[end - 1]);
    if (!quotes && watched[bytes[start] ?? 0] === 0 && end - start <= longest) return to;
    const neutralised = isNeutralised(rules, bytes, start, end);
    return putText(bytes, start, end, quotes, neutralised, out, at);
  };
}

function byteMeanings({ dialect, repairs }: TextRules): Uint8Array {
  const { encoding, normaliseLineBreaks } = dialect.profile;
  const meanings = dialect.specials.map((needs) => (needs === 1 ? NEEDS_QUOTES : 0));
  meanings.fill(repairs || encoding !== 'utf-8' ? CHANGES : NOT_ASCII, FIRST_NON_ASCII);
  meanings[NUL] = CHANGES;
  if (normaliseLineBreaks) meanings[CR] = CHANGES;
  return meanings;
}

/** Counts what is to be counted of a text as it will be shown; true when it must be neutralised. */
function isNeutralised(
  { dialect, losses, column, guarded }: TextRules,
  utf8: Buffer,
  start: number,
  end: number,
): boolean {
  if (dialect.profile.warnOfLongCells && end - start > EXCEL_CELL_CHARACTERS) {
    const isLong = utf8.toString('utf8', start, end).length > EXCEL_CELL_CHARACTERS;
    losses.note('longCells', column, isLong ? 1 : 0);
  }
  const live = guarded && isLiveFormula(utf8, start, end);
  losses.note('neutralisedFormulas', column, live ? 1 : 0);
  return live;
}

function putText(
  bytes: Buffer,
  start: number,
  end: number,
  quotes: boolean,
  neutralised: boolean,
  out: Buffer,
  at: number,
): number {
  let to = at;
  if (quotes) out[to++] = QUOTE;
  if (neutralised) out[to++] = APOSTROPHE;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) out[to++] = QUOTE;
    out[to++] = byte;
  }
  if (quotes) out[to++] = QUOTE;
  return to;
}

/** Writes a text that does not come out as it came in; every rule that changes text is applied before it is guarded. */
function putChanged(rules: TextRules, bytes: Buffer, start: number, end: number, out: Buffer, at: number): number {
  const { dialect } = rules;
  const text = changed(rules, bytes, start, end);
  if (text === '') return putBytes(dialect.emptyField, out, at);
  const utf8 = Buffer.from(text);
  const neutralised = isNeutralised(rules, utf8, 0, utf8.length);
  const value = encodeText(text, dialect.profile.encoding);
  return putText(value, 0, value.length, needsQuotes(value, dialect), neutralised, out, at);
}

function changed({ dialect, losses, column, repairs }: TextRules, bytes: Buffer, start: number, end: number): string {
  const { encoding, normaliseLineBreaks, nulCharacters, onUnmappable } = dialect.profile;
  const { text, replaced } = decodeUtf8(bytes, start, end);
  noteUnmappable(onUnmappable, losses, column, replaced);
  let value = repairs ? repairUtf8InLatin1(text) : text;
  value = withoutNul(value, nulCharacters, losses, column);
  if (normaliseLineBreaks) value = value.replace(/\r\n?/g, '\n');
  return encoding === 'windows-1252' ? fitWindows1252(value, onUnmappable, losses, column) : value;
}

function withoutNul(text: string, policy: 'drop' | 'fail', losses: LossLog, column: number): string {
  const found = occurrences(text, '\0');
  if (found === 0) return text;
  if (policy === 'fail') {
    throw new ControlCharacterRefused({
      where: `row ${losses.row} column ${column}`,
      got: 'a U+0000 character',
      expected: 'text without it',
      next: 'Correct the data, or set nulCharacters to drop.',
    });
  }
  losses.note('controlCharsDropped', column, found);
  return text.replaceAll('\0', '');
}
