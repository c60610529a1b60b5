import type { FileHandle } from 'node:fs/promises';
import { ProofFailed } from '../../errors/format-errors.ts';
import { readStream } from '../compound-file.ts';
import type { ProvedSheet } from '../workbook/proved-sheet.ts';
import { bytesOfFile } from '../zip/byte-source.ts';
import { BIFF, GLOBALS, ROW_HAS_FORMAT, WORKBOOK, WORKSHEET } from './biff-types.ts';

const HEADER_BYTES = 4;
const CELLS: ReadonlySet<number> = new Set([BIFF.LABELSST, BIFF.NUMBER, BIFF.BOOLERR]);

/** A record of the stream. */
interface BiffRecord {
  readonly type: number;
  readonly data: Buffer;
}

/** What the globals say. */
interface Globals {
  readonly sheets: readonly { readonly name: string; readonly position: number }[];
  readonly strings: number;
}

/**
 * Reads a finished .xls back: its compound file, every record of its stream, every row and cell of its sheets. Throws
 * ProofFailed, or the signal's reason.
 */
export async function proveXls(file: FileHandle, signal: AbortSignal): Promise<ProvedSheet[]> {
  const source = await bytesOfFile(file);
  const bytes = await source.read(0, source.size);
  signal.throwIfAborted();
  const stream = await readStream(bytes, WORKBOOK);
  if (stream === undefined) throw broken('the file', 'no compound file with a workbook', 'one');
  const { sheets, strings } = readGlobals(stream);
  return sheets.map(({ name, position }) => ({ name, rows: readRows(stream, position, name, strings) }));
}

function readGlobals(stream: Buffer): Globals {
  const sheets: { name: string; position: number }[] = [];
  let strings = 0;
  for (const { type, data } of substream(stream, 0, GLOBALS, 'the globals')) {
    if (type === BIFF.BOUNDSHEET) sheets.push({ name: sheetName(data), position: data.readUInt32LE(0) });
    if (type === BIFF.SST) strings = data.readUInt32LE(4);
  }
  if (sheets.length === 0) throw broken('the globals', 'no sheet', 'at least one');
  return { sheets, strings };
}

function sheetName(data: Buffer): string {
  return data.toString(data.readUInt8(7) === 0 ? 'latin1' : 'utf16le', 8);
}

/** Counts the rows of data: those without a format of their own, between the header and perhaps a total. */
function readRows(stream: Buffer, position: number, name: string, strings: number): number {
  const where = `the sheet "${name}"`;
  let rows = 0;
  let formatted = 0;
  let announced = 0;
  for (const record of substream(stream, position, WORKSHEET, where)) {
    const { type, data } = record;
    if (type === BIFF.DIMENSIONS) announced = data.readUInt32LE(4);
    if (type === BIFF.ROW) {
      if (data.readUInt16LE(0) !== rows) throw broken(where, `row ${data.readUInt16LE(0) + 1}`, `row ${rows + 1}`);
      rows++;
      if ((data.readUInt16LE(12) & ROW_HAS_FORMAT) !== 0) formatted++;
    }
    if (CELLS.has(type)) checkCell(record, rows, strings, where);
  }
  if (rows !== announced) throw broken(where, `${rows} rows`, `${announced} as its size says`);
  if (formatted < 1 || formatted > 2) throw broken(where, `${formatted} rows of titles and totals`, '1 or 2');
  return rows - formatted;
}

function checkCell({ type, data }: BiffRecord, rows: number, strings: number, where: string): void {
  const row = data.readUInt16LE(0) + 1;
  if (row !== rows) throw broken(where, `a cell of row ${row} in row ${rows}`, 'the cells of each row after it');
  if (type !== BIFF.LABELSST || data.readUInt32LE(6) < strings) return;
  throw broken(where, `a text that is not there in row ${row}`, `one of ${strings} texts`);
}

/** The records of a substream between its BOF and its EOF. */
function* substream(stream: Buffer, position: number, kind: number, where: string): Generator<BiffRecord> {
  let at = position;
  for (let first = true; ; first = false) {
    const record = readRecord(stream, at);
    if (record === undefined) throw broken(where, 'an end in the middle of a record', 'whole records');
    const isBeginning = record.type === BIFF.BOF && record.data.length >= 4 && record.data.readUInt16LE(2) === kind;
    if (first !== isBeginning) throw broken(where, 'another record', 'a beginning where the globals say');
    if (record.type === BIFF.EOF) return;
    yield record;
    at += HEADER_BYTES + record.data.length;
  }
}

function readRecord(stream: Buffer, at: number): BiffRecord | undefined {
  if (at + HEADER_BYTES > stream.length) return undefined;
  const start = at + HEADER_BYTES;
  const end = start + stream.readUInt16LE(at + 2);
  return end > stream.length ? undefined : { type: stream.readUInt16LE(at), data: stream.subarray(start, end) };
}

function broken(where: string, got: string, expected: string): ProofFailed {
  const next = 'The file is not published; the run is tried again.';
  return new ProofFailed({ where: `the finished workbook, ${where}`, got, expected, next });
}
