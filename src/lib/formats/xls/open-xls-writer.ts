import type { FileHandle } from 'node:fs/promises';
import { WorkbookLimitExceeded } from '../../errors/workbook-errors.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import { compoundFile } from '../compound-file.ts';
import type { FileWriter, OpenWriter, SheetLayout, WrittenFile } from '../file-writer.ts';
import { stoppedBy, unlessStopped } from '../unless-stopped.ts';
import { checkedLayout } from '../workbook/checked-layout.ts';
import { type SheetLimits, XLS_LIMITS } from '../workbook/sheet-limits.ts';
import { workbookFr, type WorkbookProfile } from '../workbook/workbook-profile.ts';
import { FileSink } from '../zip/file-sink.ts';
import { WORKBOOK } from './biff-types.ts';
import { workbookStream } from './workbook-stream.ts';
import { newXlsBook, type XlsBook } from './xls-book.ts';
import { XlsSheet } from './xls-sheet.ts';

export interface XlsOptions {
  /** Default: for a French Excel. */
  readonly profile?: WorkbookProfile;
  /** Default: those of Excel 97-2003. */
  readonly limits?: SheetLimits;
}

/**
 * Makes writers of .xls workbooks (BIFF8), for programs that read nothing newer. The file is held in memory and written
 * by `finish`. Throws WorkbookLimitExceeded, DiskFull, FileFault, and what the profile says to refuse.
 */
export function openXlsWriter({ profile = workbookFr, limits = XLS_LIMITS }: XlsOptions = {}): OpenWriter {
  return (file, signal) => new XlsWriter(file, signal, newXlsBook(profile, limits));
}

class XlsWriter implements FileWriter {
  readonly #file: FileHandle;
  readonly #signal: AbortSignal;
  readonly #book: XlsBook;
  #sheets: XlsSheet[] = [];

  constructor(file: FileHandle, signal: AbortSignal, book: XlsBook) {
    this.#file = file;
    this.#signal = signal;
    this.#book = book;
  }

  async openSheet(layout: SheetLayout): Promise<void> {
    const { limits, warnings } = this.#book;
    this.#sheets.push(new XlsSheet(this.#book, checkedLayout(layout, limits, warnings)));
  }

  async write(chunk: RowChunk): Promise<void> {
    this.#checkSignal();
    this.#lastSheet().write(chunk);
    this.#checkSize();
  }

  async closeSheet(): Promise<void> {
    this.#checkSignal();
    this.#lastSheet().close();
  }

  async finish(): Promise<WrittenFile> {
    const { losses, warnings } = this.#book;
    const bytes = await compoundFile(new Map([[WORKBOOK, await workbookStream(this.#book, this.#sheets)]]));
    await unlessStopped(new FileSink(this.#file).append(bytes), this.#signal);
    const sheets = this.#sheets.map(({ name, rows, columns }) => ({ name, rows, columns }));
    return { sheets, counters: losses.counters, warnings: [...warnings, ...losses.warnings()] };
  }

  async abort(): Promise<void> {
    this.#sheets = [];
  }

  #lastSheet(): XlsSheet {
    const sheet = this.#sheets.at(-1);
    if (sheet === undefined) throw new Error('no sheet is open');
    return sheet;
  }

  #checkSignal(): void {
    if (this.#signal.aborted) throw stoppedBy(this.#signal);
  }

  #checkSize(): void {
    const { strings, limits } = this.#book;
    const bytes = this.#sheets.reduce((sum, sheet) => sum + sheet.bytes, strings.bytes);
    if (bytes <= limits.fileBytes) return;
    throw new WorkbookLimitExceeded({
      where: 'the workbook',
      got: `more than ${limits.fileBytes} bytes`,
      expected: 'a .xls that fits into memory',
      next: 'Use XLSX (utilisez .xlsx).',
    });
  }
}
