import type { CsvExport } from './csv-export.ts';
import type { Operation } from './operation.ts';
import type { Table } from './table.ts';
import type { TextExport } from './text-export.ts';
import type { WorkbookExport } from './workbook-export.ts';
import type { XlsExport } from './xls-export.ts';
import type { XlsxExport } from './xlsx-export.ts';

/** An instance of an author's class; `format` tells which base it has. */
export type AnyExport = CsvExport | TextExport | XlsxExport | WorkbookExport | XlsExport;

/** A table with the text of its query; null when its rows come from code. */
export interface LoadedTable extends Table {
  readonly sqlText: string | null;
}

/** An export as the engine knows it: found, loaded, validated. */
export interface ExportDefinition {
  /** `operation/file-name`, such as `canal/fiches-cloturees`. */
  readonly id: string;
  readonly operationId: string;
  readonly operation: Operation;
  readonly export: AnyExport;
  /** At least one; more than one only in a workbook. */
  readonly tables: readonly LoadedTable[];
  /** Text of the query that discovers runs; null: none does. */
  readonly discoverSql: string | null;
  /** Path of the definition's file. */
  readonly file: string;
}

/** All exports of a company, by id, in the order of their ids. */
export type Registry = ReadonlyMap<string, ExportDefinition>;
