import type { FileHandle } from 'node:fs/promises';
import type { FileColumn } from '../rows/column.ts';
import type { RowChunk } from '../rows/row-chunk.ts';
import type { Counters } from './counters.ts';

/** One table of the file: a CSV has exactly one, a workbook one or more. */
export interface SheetLayout {
  /** Sheet name in a workbook; unused in CSV. */
  readonly name: string;
  readonly columns: readonly FileColumn[];
  /** A last row with sums, workbooks only. */
  readonly total?: TotalRow;
}

/** A row under the data, not counted among it. */
export interface TotalRow {
  /** Written in the first column that is not summed. */
  readonly label: string;
  /** Positions, from 0, of the columns whose values are added up, exactly. */
  readonly sums: readonly number[];
}

/**
 * Writes one file, sheet after sheet, chunk after chunk. `write` resolves when there is room for more (real
 * backpressure). After any rejection only `abort` may be called; the caller removes the file.
 */
export interface FileWriter {
  openSheet(layout: SheetLayout): Promise<void>;
  write(chunk: RowChunk): Promise<void>;
  closeSheet(): Promise<void>;
  /** Writes what is left to write. The caller syncs and closes the file. */
  finish(): Promise<WrittenFile>;
  /** Stops at once and frees workers and memory; safe at any time, also twice. */
  abort(): Promise<void>;
}

/** What a writer says it wrote; the proof (prove.ts) checks it against the file itself. */
export interface WrittenFile {
  /** Data rows per sheet of the file, in order, headers not counted. */
  readonly sheets: readonly { readonly name: string; readonly rows: number; readonly columns: number }[];
  readonly counters: Counters;
  readonly warnings: readonly string[];
}

/** Makes a writer on an empty file opened for reading and writing. */
export type OpenWriter = (file: FileHandle, signal: AbortSignal) => FileWriter;
