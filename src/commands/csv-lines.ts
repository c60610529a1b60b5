import { stringify } from 'csv-stringify/sync';
import { excelFr } from '../lib/formats/csv-profile.ts';
import { isLiveFormula } from '../lib/formats/formula-guard.ts';

/** What a person's spreadsheet opens without a question: the profile excel-fr. */
const { delimiter, recordEnd } = excelFr;

/** Begins a CSV: the bytes that tell its encoding, and the header. */
export function csvHead(columns: readonly string[]): string {
  return `\uFEFF${csvLine(columns)}`;
}

/** One record. Text that a spreadsheet would run gets an apostrophe before it. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return stringify([cells.map((cell) => (typeof cell === 'string' ? neutral(cell) : cell))], {
    delimiter,
    record_delimiter: recordEnd,
  });
}

function neutral(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length > 0 && isLiveFormula(bytes, 0, bytes.length) ? `'${text}` : text;
}
