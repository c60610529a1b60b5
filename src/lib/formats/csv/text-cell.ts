import type { FileColumn } from '../../rows/column.ts';
import { ControlCharacterRefused } from '../../errors/format-errors.ts';
import { encodeText, fitWindows1252, noteUnmappable } from '../encoding.ts';
import { FORMULA_STARTS, isLiveFormula } from '../formula-guard.ts';
import type { LossLog } from '../loss-log.ts';
import { decodeUtf8, isWellFormed, occurrences } from '../values/utf8.ts';
import { repairUtf8InLatin1 } from '../values/windows-1252.ts';
import { type Dialect, isBlank, putField } from './dialect.ts';
import { type EncodeCell, putBytes } from './encode-cell.ts';

/** The text rules of one column: what the hot path may copy, and what becomes of the rest. */
interface TextRules {
  readonly dialect: Dialect;
  readonly losses: LossLog;
  /** Column number from 1. */
  readonly column: number;
  readonly repairs: boolean;
  readonly guarded: boolean;
}

const NUL = 0x00;
const CR = 0x0d;
const FIRST_NON_ASCII = 0x80;
/** Characters of a cell that Excel shows (formats.md A15). */
const EXCEL_CELL_CHARACTERS = 32_767;

/**
 * Text: the server's bytes are copied as they are scanned. What needs quotes, a guard or another encoding is known by a
 * byte of it, and leaves for the slower `careful` way; so does what is not well-formed UTF-8.
 */
export function textCell(column: FileColumn, number: number, dialect: Dialect, losses: LossLog): EncodeCell {
  const { profile } = dialect;
  const rules: TextRules = {
    dialect,
    losses,
    column: number,
    repairs: column.repair === 'utf8-in-latin1',
    guarded: profile.formulaGuard && column.guard !== false,
  };
  const copied = copiedBytes(rules);
  const firstCopied = copied.map((plain, byte) =>
    isBlank(byte) || (rules.guarded && FORMULA_STARTS.has(byte)) ? 0 : plain,
  );
  const longest = profile.warnOfLongCells ? EXCEL_CELL_CHARACTERS : Number.POSITIVE_INFINITY;
  if (profile.quoteAll) return (bytes, start, end, out, at) => careful(rules, bytes.subarray(start, end), out, at);
  return (bytes, start, end, out, at) => {
    let plain = (firstCopied[bytes[start] ?? 0] ?? 0) & (isBlank(bytes[end - 1]) ? 0 : 1);
    if (end - start > longest) plain = 0;
    let to = at;
    let seen = 0;
    for (let i = start; plain === 1 && i < end; i++) {
      const byte = bytes[i] ?? 0;
      plain = copied[byte] ?? 0;
      seen |= byte;
      out[to++] = byte;
    }
    if (plain === 1 && (seen < FIRST_NON_ASCII || isWellFormed(bytes, start, end))) return to;
    return careful(rules, bytes.subarray(start, end), out, at);
  };
}

/** 1 for each byte that may be copied wherever it stands in a text. */
function copiedBytes({ dialect, repairs }: TextRules): Uint8Array {
  const leaves = dialect.needsQuotes.slice();
  leaves[NUL] = 1;
  if (repairs || dialect.profile.encoding !== 'utf-8') leaves.fill(1, FIRST_NON_ASCII);
  return leaves.map((leave) => 1 - leave);
}

function careful(rules: TextRules, cell: Buffer, out: Buffer, at: number): number {
  const { dialect, losses, column } = rules;
  const value = mustBeRewritten(rules, cell) ? rewritten(rules, cell) : cell;
  if (value.length === 0) return putBytes(dialect.emptyField, out, at);
  if (dialect.profile.warnOfLongCells && isLong(value)) losses.note('longCells', column);
  if (!rules.guarded || !isLive(rules, value)) return putField(value, dialect, out, at);
  losses.note('neutralisedFormulas', column);
  return putField(Buffer.concat([APOSTROPHE, value]), dialect, out, at);
}

const APOSTROPHE = Buffer.from("'");

function mustBeRewritten({ dialect, repairs }: TextRules, cell: Buffer): boolean {
  const { encoding, normaliseLineBreaks } = dialect.profile;
  if (cell.includes(NUL) || (normaliseLineBreaks && cell.includes(CR))) return true;
  if (!repairs && encoding === 'utf-8') return !isWellFormed(cell, 0, cell.length);
  return cell.some((byte) => byte >= FIRST_NON_ASCII);
}

/** The cell as a string through every rule that changes text, in the file's encoding. */
function rewritten({ dialect, losses, column, repairs }: TextRules, cell: Buffer): Buffer {
  const { profile } = dialect;
  const { text, replaced } = decodeUtf8(cell, 0, cell.length);
  noteUnmappable(profile.onUnmappable, losses, column, replaced);
  let value = repairs ? repairUtf8InLatin1(text) : text;
  value = withoutNul(value, profile.nulCharacters, losses, column);
  if (profile.normaliseLineBreaks) value = value.replace(/\r\n?/g, '\n');
  if (profile.encoding === 'windows-1252') value = fitWindows1252(value, profile.onUnmappable, losses, column);
  return encodeText(value, profile.encoding);
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

function isLive({ dialect }: TextRules, value: Buffer): boolean {
  if (!FORMULA_STARTS.has(value[0] ?? 0)) return false;
  return isLiveFormula(value.toString(dialect.profile.encoding === 'utf-8' ? 'utf8' : 'latin1'));
}

function isLong(value: Buffer): boolean {
  return value.length > EXCEL_CELL_CHARACTERS && value.toString().length > EXCEL_CELL_CHARACTERS;
}
