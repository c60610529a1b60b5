import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import validateOoxml from '@ooxml-tools/validate';
import { expect } from 'vitest';
import type { OpenWriter, TotalRow, WrittenFile } from '../../../../src/lib/formats/file-writer.ts';
import { openXlsWriter, type XlsOptions } from '../../../../src/lib/formats/xls/open-xls-writer.ts';
import { proveXls } from '../../../../src/lib/formats/xls/prove-xls.ts';
import { openXlsxWriter, type XlsxOptions } from '../../../../src/lib/formats/xlsx/open-xlsx-writer.ts';
import { proveXlsx } from '../../../../src/lib/formats/xlsx/prove-xlsx.ts';
import type { FileColumn } from '../../../../src/lib/rows/column.ts';
import { RowChunkBuilder } from '../../../../src/lib/rows/row-chunk-builder.ts';
import type { RowChunk } from '../../../../src/lib/rows/row-chunk.ts';

export type Value = string | Uint8Array | null;

export interface Table {
  readonly name?: string;
  readonly columns: readonly FileColumn[];
  readonly rows: Iterable<readonly Value[]>;
  readonly total?: TotalRow;
  /** Rows in each chunk; absent: as many as fit. */
  readonly chunkRows?: number;
}

export interface Built {
  readonly path: string;
  readonly bytes: Buffer;
  readonly written: WrittenFile;
}

/** The validator takes minutes for larger workbooks, and their sheets are built alike. */
const VALIDATED_BYTES = 100 * 1024;

const never = new AbortController().signal;
const folders = new Set<string>();

export const column = (header: string, kind: FileColumn['kind'], more: Partial<FileColumn> = {}): FileColumn => ({
  header,
  kind,
  ...more,
});

/** The rows as chunks, as a source would send them. */
export function* chunksOf(rows: Iterable<readonly Value[]>, chunkRows = Infinity): Generator<RowChunk> {
  const builder = new RowChunkBuilder();
  for (const row of rows) {
    for (const value of row) {
      if (value === null) builder.null();
      else if (typeof value === 'string') builder.text(value);
      else builder.raw(value);
    }
    builder.endRow();
    if (builder.full || builder.rows >= chunkRows) yield builder.take();
  }
  if (builder.rows > 0) yield builder.take();
}

/** A path in a new folder, which `removeWorkbooks` removes. */
export async function newPath(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bordereau-workbook-'));
  folders.add(folder);
  return join(folder, name);
}

/** For `afterEach`. */
export async function removeWorkbooks(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  folders.clear();
}

/** Writes the tables into a new file. */
export async function build(tables: readonly Table[], openWriter: OpenWriter, name: string): Promise<Built> {
  const path = await newPath(name);
  const file = await open(path, 'w+');
  const writer = openWriter(file, never);
  try {
    for (const { name: sheet = 'Données', columns, rows, total, chunkRows } of tables) {
      await writer.openSheet({ name: sheet, columns, ...(total === undefined ? {} : { total }) });
      for (const chunk of chunksOf(rows, chunkRows)) await writer.write(chunk);
      await writer.closeSheet();
    }
    const written = await writer.finish();
    return { path, bytes: await readFile(path), written };
  } finally {
    await writer.abort();
    await file.close();
  }
}

/** Builds a workbook and holds it against our own proof and the Open XML SDK (formats.md X22). */
export async function buildXlsx(tables: readonly Table[], options: XlsxOptions = {}): Promise<Built> {
  const built = await build(tables, openXlsxWriter(options), 'classeur.xlsx');
  const proved = await prove(built.path);
  expect(proved).toEqual(built.written.sheets.map(({ name, rows }) => ({ name, rows })));
  if (built.bytes.length < VALIDATED_BYTES) expect(await validateOoxml(built.bytes, 'xlsx')).toEqual([]);
  return built;
}

/** Builds a .xls and holds it against our own proof. */
export async function buildXls(tables: readonly Table[], options: XlsOptions = {}): Promise<Built> {
  const built = await build(tables, openXlsWriter(options), 'classeur.xls');
  const proved = await prove(built.path, proveXls);
  expect(proved).toEqual(built.written.sheets.map(({ name, rows }) => ({ name, rows })));
  return built;
}

export async function prove(
  path: string,
  proof: (file: FileHandle, signal: AbortSignal) => Promise<unknown> = proveXlsx,
): Promise<unknown> {
  const file = await open(path);
  try {
    return await proof(file, never);
  } finally {
    await file.close();
  }
}

/** A workbook whose column B holds the values; column A numbers the rows, so that none is empty. */
export async function buildColumn(
  kind: FileColumn['kind'],
  values: readonly Value[],
  more: Partial<FileColumn> = {},
  options: XlsxOptions = {},
): Promise<Built> {
  const columns = [column('N', 'integer'), column('Valeur', kind, more)];
  return buildXlsx([{ columns, rows: values.map((value, i) => [String(i + 1), value]) }], options);
}
