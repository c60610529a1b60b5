import type { Total } from './table.ts';
import { TableExport } from './table-export.ts';

/** An export that makes an Excel workbook of one sheet. */
export abstract class XlsxExport extends TableExport {
  readonly format = 'xlsx';
  /** Name of the sheet; default: the title. */
  readonly sheetName?: string;
  /** A last row with sums. */
  readonly total?: Total;
}
