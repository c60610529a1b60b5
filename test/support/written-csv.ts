import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCsvWriter } from '../../src/lib/formats/csv/csv-writer.ts';
import { type CsvProfile, excelFr, robot } from '../../src/lib/formats/csv-profile.ts';
import type { WrittenFile } from '../../src/lib/formats/file-writer.ts';
import type { FileColumn } from '../../src/lib/rows/column.ts';
import { RowChunkBuilder } from '../../src/lib/rows/row-chunk-builder.ts';
import type { RowChunk } from '../../src/lib/rows/row-chunk.ts';

/** A cell as a source would send it: text, bytes, or NULL. */
export type Cell = string | Uint8Array | null;

export interface WrittenCsv {
  readonly bytes: Buffer;
  readonly written: WrittenFile;
}

export const PLAIN_ROBOT: Partial<CsvProfile> = { ...robot, header: false };
export const PLAIN_EXCEL: Partial<CsvProfile> = { ...excelFr, header: false, bom: false };

/** A text column of that title. */
export function textColumn(header: string): FileColumn {
  return { header, kind: 'text' };
}

/** Rows as a source would send them, in chunks. */
export function* chunksOf(rows: readonly (readonly Cell[])[]): Generator<RowChunk> {
  const builder = new RowChunkBuilder();
  for (const row of rows) {
    for (const cell of row) {
      if (cell === null) builder.null();
      else if (typeof cell === 'string') builder.text(cell);
      else builder.raw(cell);
    }
    builder.endRow();
    if (builder.full) yield builder.take();
  }
  if (builder.rows > 0) yield builder.take();
}

/** Writes the rows into a real file under the profile (excel-fr with the changes given) and reads it back. */
export async function writeCsv(
  columns: readonly FileColumn[],
  rows: readonly (readonly Cell[])[],
  changes: Partial<CsvProfile> = {},
): Promise<WrittenCsv> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-csv-'));
  const path = join(dir, 'file.csv');
  const file = await open(path, 'wx+');
  try {
    const writer = openCsvWriter({ ...excelFr, ...changes })(file, new AbortController().signal);
    await writer.openSheet({ name: 'csv', columns });
    for (const chunk of chunksOf(rows)) await writer.write(chunk);
    await writer.closeSheet();
    const written = await writer.finish();
    return { bytes: await readFile(path), written };
  } finally {
    await file.close();
    await rm(dir, { recursive: true });
  }
}

/** The one field that a single value becomes, between two empty neighbours so that nothing special applies to it. */
export async function fieldOf(
  cell: Cell,
  column: Partial<FileColumn> = {},
  changes: Partial<CsvProfile> = {},
): Promise<string> {
  const end: FileColumn = textColumn('end');
  const { bytes } = await writeCsv([end, { header: 'x', kind: 'text', ...column }, end], [[null, cell, null]], {
    ...changes,
    header: false,
    bom: false,
  });
  const { delimiter = ';', recordEnd = '\r\n' } = changes;
  return bytes.toString('utf8').slice(delimiter.length, -(delimiter.length + recordEnd.length));
}
