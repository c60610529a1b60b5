import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { TableUnreadable } from '../errors/compare-errors.ts';
import { systemCode } from '../errors/file-system.ts';
import { openCsv } from './open-csv.ts';
import { openWorkbook } from './open-workbook.ts';

/** A file as rows of texts. */
export interface TableFile {
  /** How it was read, for people: `CSV, windows-1252, ";"`. */
  readonly form: string;
  /** Every row, the header included, read as far as it is asked for. */
  rows(): AsyncIterable<readonly string[]>;
}

const WORKBOOKS = new Set(['.xlsx', '.xls', '.xlsm', '.xlsb']);

/**
 * Opens a CSV, gzipped or not, or the first sheet of a workbook (or the one named); encoding and delimiter are found by
 * looking. Throws TableUnreadable.
 */
export async function openTableFile(path: string, sheet?: string): Promise<TableFile> {
  const bytes = await sizeOf(path);
  const extension = extname(path).toLowerCase();
  if (WORKBOOKS.has(extension)) return await openWorkbook(path, bytes, sheet);
  if (extension === '.zip') {
    throw new TableUnreadable({
      where: path,
      got: 'a zip',
      expected: 'the file that is in it',
      next: 'Unpack it first.',
    });
  }
  return await openCsv(path);
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
    throw new TableUnreadable({ where: path, got: 'a folder', expected: 'a file' });
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new TableUnreadable({ where: path, got: code, expected: 'a file that can be read', cause: error });
  }
}
