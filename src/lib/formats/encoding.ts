import { CharacterNotInEncoding } from '../errors/format-errors.ts';
import type { LossLog } from './loss-log.ts';
import { WINDOWS_1252 } from './values/windows-1252.ts';

export type Encoding = 'utf-8' | 'windows-1252';
export type UnmappablePolicy = 'transliterate' | 'replace' | 'fail';

const QUESTION_MARK = '?';

/** Stand-ins for characters that windows-1252 lacks and French data has (formats.md B5). */
const TRANSLITERATIONS: Readonly<Record<string, string>> = {
  '\u202F': '\u00A0',
  '\u2009': '\u00A0',
  '\u2011': '-',
  ł: 'l',
  '≠': '<>',
};

/** `text` with only characters that windows-1252 has, in composed form (B6); each one replaced is counted. */
export function fitWindows1252(text: string, policy: UnmappablePolicy, losses: LossLog, column: number): string {
  let unmappable = 0;
  let fitted = '';
  for (const character of text.normalize('NFC')) {
    if (WINDOWS_1252.has(character)) fitted += character;
    else {
      unmappable++;
      fitted += (policy === 'transliterate' && TRANSLITERATIONS[character]) || QUESTION_MARK;
    }
  }
  if (unmappable > 0) noteUnmappable(policy, losses, column, unmappable);
  return fitted;
}

/** Counts replaced characters; throws CharacterNotInEncoding under the policy `fail`. */
export function noteUnmappable(policy: UnmappablePolicy, losses: LossLog, column: number, times: number): void {
  if (times > 0 && policy === 'fail') {
    throw new CharacterNotInEncoding({
      where: `row ${losses.row} column ${column}`,
      got: `${times} characters that the encoding of the file cannot hold`,
      expected: 'only characters of the encoding',
      next: 'Correct the data, write UTF-8, or set onUnmappable to replace or transliterate.',
    });
  }
  losses.note('unmappable', column, times);
}

/** The bytes of a text; under windows-1252 it must have been fitted first. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  return Buffer.from(Array.from(text, (character) => WINDOWS_1252.get(character) ?? QUESTION_MARK.charCodeAt(0)));
}
