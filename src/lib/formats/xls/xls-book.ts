import { LossLog } from '../loss-log.ts';
import { SheetNames } from '../workbook/sheet-names.ts';
import type { SheetLimits } from '../workbook/sheet-limits.ts';
import type { WorkbookProfile } from '../workbook/workbook-profile.ts';
import { CellFormats } from './cell-formats.ts';
import { SharedStrings } from './shared-strings.ts';

/** What the sheets of a workbook share. */
export interface XlsBook {
  readonly profile: WorkbookProfile;
  readonly limits: SheetLimits;
  readonly losses: LossLog;
  readonly warnings: string[];
  readonly names: SheetNames;
  readonly formats: CellFormats;
  readonly strings: SharedStrings;
}

export function newXlsBook(profile: WorkbookProfile, limits: SheetLimits): XlsBook {
  const warnings: string[] = [];
  return {
    ...{ profile, limits, losses: new LossLog(), warnings },
    ...{ names: new SheetNames(warnings), formats: new CellFormats(), strings: new SharedStrings() },
  };
}
