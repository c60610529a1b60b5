import { open, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import validateOoxml from '@ooxml-tools/validate';
import { expect } from 'vitest';
import type { OpenWriter, TotalRow, WrittenFile } from '../../../../src/lib/formats/file-writer.ts';
import { openXlsxWriter, type XlsxOptions } from '../../../../src/lib/formats/xlsx/open-xlsx-writer.ts';
import type { FileColumn } from '../../../../src/lib/rows/column.ts';
import { RowChunkBuilder } from '../../../../src/lib/rows/row-chunk-builder.ts';
import type { RowChunk } from '../../../../src/lib/rows/row-chunk.ts';

export type Value = string | Uint8Array | null;

export interface Table {
  readonly name?: string;
  readonly columns: readonly FileColumn[];
  readonly rows: Iterable<readonly Value[]>;
  readonly total?: TotalRow;
}

export interface Built {
  readonly path: string;
  readonly bytes: Buffer;
  readonly written: WrittenFile;
}

export const column = (header: string, kind: FileColumn['kind'], more: Partial<FileColumn> = {}): FileColumn => ({
  header,
  kind,
  ...more,
});

/** The rows as chunks, as a source would send them. */
export function* chunksOf(rows: Iterable<readonly Value[]>): Generator<RowChunk> {
  const builder = new RowChunkBuilder();
  for (const row of rows) {
    for (const value of row) {
      if (value === null) builder.null();
      else if (typeof value === 'string') builder.text(value);
      else builder.raw(value);
    }
    builder.endRow();
    if (builder.full) yield builder.take();
  }
  if (builder.rows > 0) yield builder.take();
}

/** Writes the tables into a new file of a temporary folder. */
export async function write(tables: readonly Table[], openWriter: OpenWriter, name: string): Promise<Built> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-workbook-'));
  const path = join(dir, name);
  const file = await open(path, 'w+');
  try {
    const writer = openWriter(file, new AbortController().signal);
    for (const { name: sheet = 'Données', columns, rows, total } of tables) {
      await writer.openSheet({ name: sheet, columns, ...(total === undefined ? {} : { total }) });
      for (const chunk of chunksOf(rows)) await writer.write(chunk);
      await writer.closeSheet();
    }
    const written = await writer.finish();
    return { path, bytes: await readFile(path), written };
  } finally {
    await file.close();
  }
}

/** Builds a workbook, holds it against the Open XML SDK, and gives it back; its folder is removed by `removeWorkbooks`. */
export async function buildXlsx(tables: readonly Table[], options: XlsxOptions = {}): Promise<Built> {
  const built = await write(tables, openXlsxWriter(options), 'classeur.xlsx');
  folders.add(join(built.path, '..'));
  expect(await validateOoxml(built.bytes, 'xlsx')).toEqual([]);
  return built;
}

const folders = new Set<string>();

export async function removeWorkbooks(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  folders.clear();
}
