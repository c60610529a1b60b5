import type { FileColumn } from '../../rows/column.ts';
import type { WorkbookProfile } from './workbook-profile.ts';

/** The format of text cells: what is typed into them stays text. */
export const TEXT_FORMAT = '@';
/** Excel shows no more digits after the mark. */
const MOST_PLACES = 30;

/** Excel's number format for the cells of a column. */
export function numberFormat({ kind, scale }: FileColumn, profile: WorkbookProfile): string {
  switch (kind) {
    case 'text':
    case 'binary':
      return TEXT_FORMAT;
    case 'integer':
      return '0';
    case 'decimal':
      if (scale === undefined) return 'General';
      return scale === 0 ? '0' : `0.${'0'.repeat(Math.min(scale, MOST_PLACES))}`;
    case 'date':
      return profile.dateFormat;
    case 'datetime':
      return profile.dateTimeFormat;
    case 'duration':
      return profile.durationFormat;
    case 'boolean':
      return profile.booleanFormat;
  }
}
