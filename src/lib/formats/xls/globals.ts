import type { BiffStream } from './biff-stream.ts';
import { biffString } from './biff-strings.ts';
import { BIFF, GLOBALS } from './biff-types.ts';
import type { CellFormats } from './cell-formats.ts';

const BIFF8 = 0x0600;
const BUILD = 0x0dbb;
const YEAR = 0x07cc;
const FILE_HISTORY = 0x41;
const LOWEST_VERSION = 6;
const UTF16 = Buffer.from([0xb0, 0x04]);
/** A window with tabs and scroll bars on the first sheet. */
const WINDOW = Buffer.from('68010e010e2fbe1738000000000001005802', 'hex');

/** A sheet as the workbook's globals name it. */
export interface SheetPlace {
  readonly name: string;
  /** Where its BOF is, in the stream. */
  readonly position: number;
}

/** Begins a substream. */
export function writeBeginning(stream: BiffStream, kind: number): void {
  const beginning = stream.record(BIFF.BOF, 16);
  beginning.writeUInt16LE(BIFF8, 0);
  beginning.writeUInt16LE(kind, 2);
  beginning.writeUInt16LE(BUILD, 4);
  beginning.writeUInt16LE(YEAR, 6);
  beginning.writeUInt32LE(FILE_HISTORY, 8);
  beginning.writeUInt32LE(LOWEST_VERSION, 12);
}

/** Writes what begins the first substream, which the shared strings end. Source: [MS-XLS] 2.1.7.20.3. */
export function writeGlobals(stream: BiffStream, formats: CellFormats, sheets: readonly SheetPlace[]): void {
  writeBeginning(stream, GLOBALS);
  stream.put(BIFF.CODEPAGE, UTF16);
  stream.put(BIFF.WINDOW1, WINDOW);
  stream.record(BIFF.DATE1904, 2);
  formats.writeTo(stream);
  for (const { name, position } of sheets) {
    const text = biffString(name, 1);
    const sheet = stream.record(BIFF.BOUNDSHEET, 6 + text.length);
    sheet.writeUInt32LE(position, 0);
    sheet.set(text, 6);
  }
}
