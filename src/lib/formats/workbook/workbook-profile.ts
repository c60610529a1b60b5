/** How a workbook is written, as data: who reads it decides. Facts: formats.md C6, C8, X2, X12, X13. */
export interface WorkbookProfile {
  /** Excel number formats. */
  readonly dateFormat: string;
  readonly dateTimeFormat: string;
  readonly durationFormat: string;
  /** Excel shows booleans in its own language; other programs as this format says. */
  readonly booleanFormat: string;
  readonly zeroDates: 'empty' | 'raw' | 'fail';
  readonly binary: 'hex' | 'base64' | 'utf8' | 'omit';
  /** Text over 32,767 characters: cut to 32,764 and `...`, or fail. */
  readonly onLongText: 'truncate' | 'fail';
}

/** For a person who opens the file with a French Excel. */
export const workbookFr: WorkbookProfile = {
  dateFormat: 'dd/mm/yyyy',
  dateTimeFormat: 'dd/mm/yyyy\\ hh:mm:ss',
  durationFormat: '[h]:mm:ss',
  booleanFormat: '"VRAI";"VRAI";"FAUX"',
  zeroDates: 'empty',
  binary: 'hex',
  onLongText: 'truncate',
};
