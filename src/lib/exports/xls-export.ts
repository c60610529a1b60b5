import { TableExport } from './table-export.ts';

/** An export for programs that read only Excel 97-2003 files: at most 65,535 rows and 256 columns. */
export abstract class XlsExport extends TableExport {
  readonly format = 'xls';
  /** Name of the sheet; default: the title. */
  readonly sheetName?: string;
}
