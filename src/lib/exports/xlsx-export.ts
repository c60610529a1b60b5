import { BaseExport } from './base-export.ts';

/** An export that makes one Excel workbook. */
export abstract class XlsxExport extends BaseExport {
  readonly format = 'xlsx';
  /** Name of the sheet; default: the title. */
  readonly sheetName?: string;
}
