import { BiffStream } from './biff-stream.ts';
import { BIFF } from './biff-types.ts';
import { type SheetPlace, writeGlobals } from './globals.ts';
import type { XlsBook } from './xls-book.ts';
import type { XlsSheet } from './xls-sheet.ts';

/** Shorter streams are kept elsewhere in a compound file, where simple readers do not look; zeros fill it up. */
const SHORTEST_STREAM = 4096;

/** The stream of a workbook: what its sheets share, then each sheet. */
export async function workbookStream(book: XlsBook, sheets: readonly XlsSheet[]): Promise<Buffer> {
  const sheetParts = sheets.map((sheet, i) => sheet.parts(i === 0));
  const strings = new BiffStream();
  await book.strings.writeTo(strings);
  strings.record(BIFF.EOF, 0);
  const placesFrom = (start: number): SheetPlace[] => {
    let position = start;
    return sheets.map(({ name }, i) => {
      const place = { name, position };
      position += sheetParts[i]?.reduce((sum, { length }) => sum + length, 0) ?? 0;
      return place;
    });
  };
  // The length of what says where the sheets begin does not depend on where they begin.
  const unplaced = globals(book, placesFrom(0));
  const placed = globals(book, placesFrom(unplaced.length + strings.length));
  const parts = [...placed.parts(), ...strings.parts(), ...sheetParts.flat()];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat(parts, Math.max(length, SHORTEST_STREAM));
}

function globals(book: XlsBook, places: readonly SheetPlace[]): BiffStream {
  const stream = new BiffStream();
  writeGlobals(stream, book.formats, places);
  return stream;
}
