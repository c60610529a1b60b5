import { BaseExport } from './base-export.ts';
import type { Table } from './table.ts';

/** An export that makes an Excel workbook of several sheets, each with its own query, all from one snapshot of the source. */
export abstract class WorkbookExport extends BaseExport {
  readonly format = 'workbook';
  abstract readonly sheets: readonly Table[];
}
