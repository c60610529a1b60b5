import type { CsvProfile } from '../csv-profile.ts';
import { encodeText, fitWindows1252 } from '../encoding.ts';
import { LossLog } from '../loss-log.ts';
import { putBytes, putQuoted, QUOTE } from './encode-cell.ts';

/** The parts of a profile as bytes, made once per file. */
export interface Dialect {
  readonly profile: CsvProfile;
  readonly delimiter: number;
  readonly recordEnd: Buffer;
  /** What stands for NULL. */
  readonly nullField: Buffer;
  /** What stands for an empty string. */
  readonly emptyField: Buffer;
  /** 1 for each byte that makes a field need quotes wherever it stands (formats.md A5). */
  readonly specials: Uint8Array;
}

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const SPACE = 0x20;

/** The dialect of a file with `columns` columns: a lone empty field is written `""`, since parsers skip empty lines (A9). */
export function compileDialect(profile: CsvProfile, columns: number): Dialect {
  const delimiter = profile.delimiter.charCodeAt(0);
  const specials = new Uint8Array(256);
  for (const byte of [delimiter, QUOTE, CR, LF]) specials[byte] = 1;
  const noField = Buffer.from(columns === 1 ? '""' : '');
  const dialect = {
    profile,
    delimiter,
    recordEnd: Buffer.from(profile.recordEnd),
    nullField: noField,
    emptyField: profile.quoteEmpty || profile.quoteAll ? Buffer.from('""') : noField,
    specials,
  };
  if (profile.nullText === '') return dialect;
  const unquoted = { ...dialect, profile: { ...profile, quoteAll: false } };
  return { ...dialect, nullField: constantField(profile.nullText, unquoted) };
}

/** A blank at either end is quoted for robots that trim unquoted fields (A7). */
export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** True when an encoded, not empty value must stand between quotes. */
export function needsQuotes(value: Uint8Array, { profile, specials }: Dialect): boolean {
  return profile.quoteAll || isBlank(value[0]) || isBlank(value.at(-1)) || value.some((byte) => specials[byte] === 1);
}

/** Writes an encoded, not empty value as a field, with quotes when it needs them. */
export function putField(value: Buffer, dialect: Dialect, out: Buffer, at: number): number {
  return needsQuotes(value, dialect) ? putQuoted(value, out, at) : putBytes(value, out, at);
}

/** The field of a text that the profile itself gives; throws CharacterNotInEncoding when the encoding lacks it. */
export function constantField(text: string, dialect: Dialect): Buffer {
  if (text === '') return dialect.emptyField;
  const { encoding } = dialect.profile;
  const fitted = encoding === 'utf-8' ? text : fitWindows1252(text, 'fail', new LossLog(), 0);
  const value = encodeText(fitted, encoding);
  const field = Buffer.alloc(2 * value.length + 2);
  return field.subarray(0, putField(value, dialect, field, 0));
}
