import type { CellContext } from '../workbook/table-sink.ts';
import { utf8SequenceLength } from '../values/utf8-sequence.ts';
import type { XmlBlock } from './xml-block.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const UNDERSCORE = 0x5f;
const LAST_ASCII = 0x7f;

const ENTITIES: ReadonlyMap<number, Uint8Array> = new Map([
  [0x26, Buffer.from('&amp;')],
  [0x3c, Buffer.from('&lt;')],
  [0x3e, Buffer.from('&gt;')],
]);
const REPLACEMENT = Buffer.from('\uFFFD');
/** A literal `_x0041_` would be read as `A`: its underscore is written so (ECMA-376, 22.9.2.19). */
const ESCAPED_UNDERSCORE = Buffer.from('_x005F_');
const ESCAPE_LENGTH = '_x0041_'.length;

/** 1 for the bytes that are copied as they are. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isText = byte === TAB || (byte >= SPACE && byte <= LAST_ASCII);
  return isText && byte !== UNDERSCORE && !ENTITIES.has(byte) ? 1 : 0;
});

/** True when a reader might trim the text: whatever does not print at an end, or may be dropped there, counts. */
export function isPadded(bytes: Buffer, start: number, end: number): boolean {
  return !isPrinting(bytes[start] ?? 0) || !isPrinting(bytes[end - 1] ?? 0);
}

const isPrinting = (byte: number): boolean => byte > SPACE && byte < LAST_ASCII;

/** Writes UTF-8 text as XML, cleaned and counted as X4 and X5 of formats.md say. */
export function writeEscaped(
  out: XmlBlock,
  bytes: Buffer,
  start: number,
  end: number,
  cell: CellContext<unknown>,
): void {
  const target = out.bytes;
  let at = out.at;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (PLAIN[byte] === 1) {
      target[at++] = byte;
    } else {
      out.at = at;
      i = writeSpecial(out, bytes, i, end, cell) - 1;
      at = out.at;
    }
  }
  out.at = at;
}

/** Writes the character at `i`, which is not a plain one; returns where the next one begins. */
function writeSpecial(out: XmlBlock, bytes: Buffer, i: number, end: number, cell: CellContext<unknown>): number {
  const byte = bytes[i] ?? 0;
  if (byte > LAST_ASCII) return writeMultiByte(out, bytes, i, end, cell);
  const entity = ENTITIES.get(byte);
  if (entity !== undefined) {
    out.literal(entity);
  } else if (byte === UNDERSCORE) {
    if (looksEscaped(bytes, i, end)) out.literal(ESCAPED_UNDERSCORE);
    else out.byte(UNDERSCORE);
  } else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
    out.byte(LINE_FEED);
    return byte === CARRIAGE_RETURN && i + 1 < end && bytes[i + 1] === LINE_FEED ? i + 2 : i + 1;
  } else {
    cell.losses.note('controlCharsDropped', cell.number);
  }
  return i + 1;
}

function writeMultiByte(out: XmlBlock, bytes: Buffer, i: number, end: number, cell: CellContext<unknown>): number {
  const length = utf8SequenceLength(bytes, i, end);
  if (length < 0) {
    out.literal(REPLACEMENT);
    cell.losses.note('unmappable', cell.number);
    return i - length;
  }
  if (isNoncharacter(bytes, i)) cell.losses.note('controlCharsDropped', cell.number);
  else out.copy(bytes, i, i + length);
  return i + length;
}

/** U+FFFE or U+FFFF, which XML does not allow. */
function isNoncharacter(bytes: Buffer, i: number): boolean {
  return bytes[i] === 0xef && bytes[i + 1] === 0xbf && (bytes[i + 2] ?? 0) >= 0xbe;
}

function looksEscaped(bytes: Buffer, i: number, end: number): boolean {
  if (i + ESCAPE_LENGTH > end || bytes[i + 1] !== 0x78) return false;
  return /^_x[0-9a-f]{4}_$/i.test(bytes.toString('latin1', i, i + ESCAPE_LENGTH));
}
