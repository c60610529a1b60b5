import type { FileHandle } from 'node:fs/promises';
import type { RowChunk } from '../../rows/row-chunk.ts';
import type { FileWriter, OpenWriter, SheetLayout, WrittenFile } from '../file-writer.ts';
import { unlessStopped } from '../unless-stopped.ts';
import { checkedLayout } from '../workbook/checked-layout.ts';
import { FileSink } from '../zip/file-sink.ts';
import { ZipWriter } from '../zip/zip-writer.ts';
import { Workbook } from './workbook.ts';
import { WorkbookTable } from './workbook-table.ts';
import { XLSX_LIMITS, type SheetLimits } from '../workbook/sheet-limits.ts';
import { workbookFr, type WorkbookProfile } from '../workbook/workbook-profile.ts';

export interface XlsxOptions {
  /** Default: for a French Excel. */
  readonly profile?: WorkbookProfile;
  /** Default: Excel's own. */
  readonly limits?: SheetLimits;
}

/**
 * Makes writers of .xlsx workbooks: rows are streamed as inline strings and typed numbers into the skeleton that exceljs
 * makes; a table over 1,048,575 rows goes on on `name (2)`. Throws WorkbookLimitExceeded, DiskFull, FileFault, and what
 * the profile says to refuse.
 */
export function openXlsxWriter({ profile = workbookFr, limits = XLSX_LIMITS }: XlsxOptions = {}): OpenWriter {
  return (file, signal) => new XlsxWriter(file, signal, profile, limits);
}

class XlsxWriter implements FileWriter {
  readonly #signal: AbortSignal;
  readonly #zip: ZipWriter;
  readonly #workbook: Workbook;
  #table: WorkbookTable | undefined;

  constructor(file: FileHandle, signal: AbortSignal, profile: WorkbookProfile, limits: SheetLimits) {
    this.#signal = signal;
    this.#zip = new ZipWriter(new FileSink(file), limits.fileBytes);
    this.#workbook = new Workbook(this.#zip, profile, limits);
  }

  async openSheet(layout: SheetLayout): Promise<void> {
    const { limits, warnings } = this.#workbook;
    this.#table = new WorkbookTable(this.#workbook, checkedLayout(layout, limits, warnings));
  }

  async write(chunk: RowChunk): Promise<void> {
    await unlessStopped(this.#openTable().write(chunk), this.#signal);
  }

  async closeSheet(): Promise<void> {
    await unlessStopped(this.#openTable().close(), this.#signal);
    this.#table = undefined;
  }

  async finish(): Promise<WrittenFile> {
    return unlessStopped(this.#workbook.finish(), this.#signal);
  }

  async abort(): Promise<void> {
    await this.#zip.abort();
  }

  #openTable(): WorkbookTable {
    if (this.#table === undefined) throw new Error('no sheet is open');
    return this.#table;
  }
}
