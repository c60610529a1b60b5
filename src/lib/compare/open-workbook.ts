import { readFile } from 'node:fs/promises';
import type XLSX from '@e965/xlsx';
import { TableUnreadable } from '../errors/compare-errors.ts';
import type { TableFile } from './table-file.ts';

/** A workbook is read whole, which takes about thirty times its size. */
const MOST_BYTES = 20_000_000;

/** Opens a sheet of a workbook: the texts that Excel shows. Throws TableUnreadable for one of more than 20 MB. */
export async function openWorkbook(path: string, bytes: number, sheet?: string): Promise<TableFile> {
  if (bytes > MOST_BYTES) {
    throw new TableUnreadable({
      where: path,
      got: `${bytes} bytes`,
      expected: `a workbook of at most ${MOST_BYTES}`,
      next: 'Save both as CSV and compare those.',
    });
  }
  const { default: library } = await import('@e965/xlsx');
  const book = read(path, await readFile(path), library);
  const name = sheet ?? book.SheetNames[0] ?? '';
  const found = book.Sheets[name];
  if (found === undefined) {
    throw new TableUnreadable({
      where: path,
      got: `no sheet ${JSON.stringify(name)}`,
      expected: `one of ${book.SheetNames.join(', ')}`,
    });
  }
  const rows = library.utils.sheet_to_json<string[]>(found, { header: 1, raw: false, defval: '', blankrows: false });
  return {
    form: `workbook, sheet ${JSON.stringify(name)}`,
    async *rows() {
      yield* rows;
    },
  };
}

function read(path: string, bytes: Buffer, library: typeof XLSX): XLSX.WorkBook {
  try {
    return library.read(bytes, { dense: true });
  } catch (cause) {
    const expected = 'a workbook without a password';
    throw new TableUnreadable({ where: path, got: 'something else', expected, cause });
  }
}
