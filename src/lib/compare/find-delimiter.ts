import { parse } from 'csv-parse/sync';

/** In the order of preference between those that divide a file equally well. */
const CANDIDATES = [';', ',', '\t', '|'] as const;
const RECORDS = 50;

/** The delimiter that divides the first records of a CSV into most columns, as many in each; a semicolon when none does. */
export function findDelimiter(sample: string, recordEnds: string[]): string {
  const scored = CANDIDATES.map((delimiter) => ({ delimiter, columns: columnsBy(delimiter, sample, recordEnds) }));
  return scored.reduce((best, other) => (other.columns > best.columns ? other : best)).delimiter;
}

/** Columns of every record alike; 0 where they differ. */
function columnsBy(delimiter: string, sample: string, recordEnds: string[]): number {
  const options = { delimiter, record_delimiter: recordEnds, relax_column_count: true, relax_quotes: true };
  try {
    const records: string[][] = parse(sample, { ...options, skip_empty_lines: true, to: RECORDS });
    const [columns = 0] = records.map((record) => record.length);
    return records.every((record) => record.length === columns) ? columns : 0;
  } catch {
    // Not a CSV with this delimiter.
    return 0;
  }
}
