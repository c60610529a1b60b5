/** How a CSV is written, as data: who reads it decides. Facts: formats.md A1 to D4. */
export interface CsvProfile {
  readonly encoding: 'utf-8' | 'windows-1252';
  /** Begin with the bytes EF BB BF; UTF-8 only. */
  readonly bom: boolean;
  /** One character, not `"`, CR or LF. */
  readonly delimiter: string;
  readonly recordEnd: '\r\n' | '\n';
  readonly decimalMark: ',' | '.';
  readonly dateFormat: string;
  readonly dateTimeFormat: string;
  /** Text of NULL; an empty string leaves nothing between the delimiters. */
  readonly nullText: string;
  /** Write an empty string as `""`, so that it differs from NULL. */
  readonly quoteEmpty: boolean;
  readonly quoteAll: boolean;
  readonly header: boolean;
  /** Prefix text that a spreadsheet would run as a formula with an apostrophe. */
  readonly formulaGuard: boolean;
  /** CR LF and CR inside a cell become LF. */
  readonly normaliseLineBreaks: boolean;
  readonly zeroDates: 'empty' | 'raw' | 'fail';
  readonly onUnmappable: 'transliterate' | 'replace' | 'fail';
  readonly binary: 'hex' | 'base64' | 'utf8' | 'omit';
  /** Texts of true and false for columns declared boolean. */
  readonly booleans: readonly [yes: string, no: string];
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
  formulaGuard: true,
  normaliseLineBreaks: true,
  zeroDates: 'empty',
  onUnmappable: 'replace',
  binary: 'hex',
  booleans: ['Oui', 'Non'],
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
  booleans: ['1', '0'],
};

export const csvProfiles = { 'excel-fr': excelFr, robot } as const;
export type CsvProfileName = keyof typeof csvProfiles;
