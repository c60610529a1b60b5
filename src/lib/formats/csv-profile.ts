import type { Encoding, UnmappablePolicy } from './encoding.ts';

/** How a CSV is written, as data: who reads it decides. Facts: formats.md A1 to D4. */
export interface CsvProfile {
  readonly encoding: Encoding;
  /** Begin with the bytes EF BB BF; UTF-8 only. */
  readonly bom: boolean;
  /** One ASCII character: not `"`, CR or LF, no letter and no digit. */
  readonly delimiter: string;
  readonly recordEnd: '\r\n' | '\n';
  readonly decimalMark: ',' | '.';
  /** Made of yyyy, MM, dd and punctuation. */
  readonly dateFormat: string;
  /** As `dateFormat`, with HH, mm, ss; a fraction of a second follows `ss` as the server sent it. */
  readonly dateTimeFormat: string;
  /** Text of NULL; an empty string leaves nothing between the delimiters. */
  readonly nullText: string;
  /** Write an empty string as `""`, so that it differs from NULL. */
  readonly quoteEmpty: boolean;
  /** Quote every field but NULL. */
  readonly quoteAll: boolean;
  readonly header: boolean;
  /** Columns of the same title: `number` makes them `a`, `a (2)` and warns, `keep` leaves them. */
  readonly duplicateHeaders: 'number' | 'keep';
  /** Prefix text that a spreadsheet would run as a formula with an apostrophe. */
  readonly formulaGuard: boolean;
  /** CR LF and CR inside a cell become LF. */
  readonly normaliseLineBreaks: boolean;
  /** What `0000-00-00` and `2024-00-15` become: as NULL, as they are, or an error. */
  readonly zeroDates: 'empty' | 'raw' | 'fail';
  /** For windows-1252, and for bytes that are no UTF-8. */
  readonly onUnmappable: UnmappablePolicy;
  /** What happens to U+0000 in a text. */
  readonly nulCharacters: 'drop' | 'fail';
  readonly binary: 'hex' | 'base64' | 'utf8' | 'omit';
  /** Texts of true and false for columns declared boolean. */
  readonly booleans: readonly [yes: string, no: string];
  /** Warn of cells longer than Excel shows (32,767 characters). */
  readonly warnOfLongCells: boolean;
  /** Largest value; a larger one fails the file. */
  readonly maxFieldBytes: number;
}

/** For a person who opens the file with a French Excel on Windows. */
export const excelFr: CsvProfile = {
  encoding: 'utf-8',
  bom: true,
  delimiter: ';',
  recordEnd: '\r\n',
  decimalMark: ',',
  dateFormat: 'dd/MM/yyyy',
  dateTimeFormat: 'dd/MM/yyyy HH:mm:ss',
  nullText: '',
  quoteEmpty: false,
  quoteAll: false,
  header: true,
  duplicateHeaders: 'number',
  formulaGuard: true,
  normaliseLineBreaks: true,
  zeroDates: 'empty',
  onUnmappable: 'replace',
  nulCharacters: 'drop',
  binary: 'hex',
  booleans: ['Oui', 'Non'],
  warnOfLongCells: true,
  maxFieldBytes: 16 * 1024 * 1024,
};

/** For a client's import program. */
export const robot: CsvProfile = {
  ...excelFr,
  bom: false,
  delimiter: ',',
  decimalMark: '.',
  dateFormat: 'yyyy-MM-dd',
  dateTimeFormat: 'yyyy-MM-dd HH:mm:ss',
  formulaGuard: false,
  normaliseLineBreaks: false,
  zeroDates: 'raw',
  onUnmappable: 'fail',
  nulCharacters: 'fail',
  booleans: ['1', '0'],
  warnOfLongCells: false,
};

export const csvProfiles = { 'excel-fr': excelFr, robot } as const;
export type CsvProfileName = keyof typeof csvProfiles;
