/** The one face for authors of exports: everything under exports/ imports from 'bordereau'. */
export { CsvExport } from './csv-export.ts';
export { XlsxExport } from './xlsx-export.ts';
export { XlsExport } from './xls-export.ts';
export { WorkbookExport } from './workbook-export.ts';
export { TextExport } from './text-export.ts';
export { sheet, type Table, type Total } from './table.ts';
export { sql, rowsFrom, type Query, type Row, type CellValue } from './query.ts';
export {
  binary,
  boolean,
  column,
  date,
  datetime,
  decimal,
  duration,
  integer,
  text,
  type ColumnContract,
  type ColumnOptions,
} from './columns.ts';
export { fresh, published, rowExists, stableCount, type ReadyCheck } from './checks.ts';
export { cron, daily, every, monthly, onEvent, weekly } from '../calendar/schedule.ts';
export { operation, type Operation } from './operation.ts';
export { folder, ftps, mail, s3, sftp, webhook } from '../delivery/target-spec.ts';
export { aesZip, openPgp } from '../delivery/encryption/encryption.ts';
export type { CheckContext, Readiness, RunContext } from './run-context.ts';
export type { MailContext, MailText } from './mail-text.ts';
export type { Breach, Expectations, FileFacts } from './expectations.ts';
export type { Overlap } from './overlap.ts';
export type { SqlValue } from '../sources/bound-query.ts';
export { excelFr, robot, type CsvProfile } from '../formats/csv-profile.ts';
