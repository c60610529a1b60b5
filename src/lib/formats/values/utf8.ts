import { utf8SequenceLength } from './utf8-sequence.ts';

export const REPLACEMENT = '\uFFFD';

/** True when `bytes[start..end)` is UTF-8: no stray or missing byte, no overlong form, no surrogate. */
export function isWellFormed(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : utf8SequenceLength(bytes, at, end);
    if (length < 0) return false;
    at += length;
  }
  return true;
}

/** A text and how many ill-formed pieces of it were replaced by U+FFFD. */
export interface DecodedText {
  readonly text: string;
  readonly replaced: number;
}

/** Decodes UTF-8; each ill-formed piece, lone surrogates included, becomes U+FFFD and is counted (formats.md B8). */
export function decodeUtf8(bytes: Buffer, start: number, end: number): DecodedText {
  const text = bytes.toString('utf8', start, end);
  const replaced = isWellFormed(bytes, start, end)
    ? 0
    : occurrences(text, REPLACEMENT) - ownReplacements(bytes, start, end);
  return { text, replaced };
}

/** U+FFFD characters that the data itself holds as `EF BF BD`. */
function ownReplacements(bytes: Buffer, start: number, end: number): number {
  return occurrences(bytes.toString('latin1', start, end), '\u00EF\u00BF\u00BD');
}

/** How often `piece` occurs in `text`, without overlap. */
export function occurrences(text: string, piece: string): number {
  return text.split(piece).length - 1;
}
