import type { CsvShape } from './csv/csv-counter.ts';
import type { CsvProfile } from './csv-profile.ts';
import type { TextShape } from './text-counter.ts';

/** What kind of file is to be proved, and what must be known to read it back. */
export type FileShape =
  | ({ readonly format: 'csv' } & CsvShape)
  | ({ readonly format: 'text' } & TextShape)
  | { readonly format: 'xlsx' | 'xls' };

/** What the finished file is, read back from its own bytes. */
export interface Proof {
  readonly bytes: number;
  readonly sha256: string;
  /** Rows per sheet, headers not counted; a CSV or a text has one sheet without a name. */
  readonly sheets: readonly { readonly name?: string; readonly rows: number }[];
}

/** What the file must hold: rows counted at the source, and rows per sheet that the writer says it wrote. */
export interface Expectation {
  readonly rowsRead: number;
  readonly sheets: readonly { readonly rows: number }[];
}

/** The shape of a CSV written under the profile. */
export function csvShape(profile: CsvProfile, columns: number): FileShape {
  const { bom, delimiter, recordEnd, header } = profile;
  return { format: 'csv', bom, delimiter, recordEnd, header, columns };
}
