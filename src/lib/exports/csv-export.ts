import type { CsvProfile, CsvProfileName } from '../formats/csv-profile.ts';
import { TableExport } from './table-export.ts';

/** An export that makes one CSV file. */
export abstract class CsvExport extends TableExport {
  readonly format = 'csv';
  /** Who reads the file: a profile's name or one of the author's own; default: the operation's. */
  readonly profile?: CsvProfileName | CsvProfile;
}
