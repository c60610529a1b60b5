import type { CsvExport } from './csv-export.ts';
import type { Operation } from './operation.ts';
import type { XlsxExport } from './xlsx-export.ts';

/** An instance of an author's class; `format` tells which base it has. */
export type AnyExport = CsvExport | XlsxExport;

/** An export as the engine knows it: found, loaded, validated. */
export interface ExportDefinition {
  /** `operation/file-name`, such as `canal/fiches-cloturees`. */
  readonly id: string;
  readonly operationId: string;
  readonly operation: Operation;
  readonly export: AnyExport;
  /** Path of the definition's file. */
  readonly file: string;
  /** Text of the .sql file; null when the rows come from code. */
  readonly sqlText: string | null;
}

/** All exports of a company, by id, in the order of their ids. */
export type Registry = ReadonlyMap<string, ExportDefinition>;
