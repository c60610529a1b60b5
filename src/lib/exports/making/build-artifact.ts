import { type FileHandle, open } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';
import { fileSystemError } from '../../errors/file-system.ts';
import type { FileWriter, SheetLayout, WrittenFile } from '../../formats/file-writer.ts';
import type { Proof } from '../../formats/proof.ts';
import { type RunningProof, startProof } from '../../formats/prove.ts';
import type { FileColumn } from '../../rows/column.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { RowSource, SourceSession } from '../../sources/row-source.ts';
import { contextOf } from './bind-run.ts';
import { ColumnTotals } from './column-totals.ts';
import type { ExportDefinition, LoadedTable } from '../definition.ts';
import type { ColumnTotal } from '../expectations.ts';
import { type FileFormat, formatOf } from './file-format.ts';
import { openTable } from './open-table.ts';
import type { RunScope } from './run-scope.ts';

export type BuildPhase = 'query' | 'build' | 'prove';

export interface BuildRequest {
  readonly definition: ExportDefinition;
  readonly scope: RunScope;
  readonly source: RowSource;
  /** Where to build; the file must not exist. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Stops after this many rows, for trying a query. */
  readonly limit?: number;
  /** Told at each phase and after each chunk. */
  readonly onProgress?: (phase: BuildPhase, rows: number) => void;
}

/** A file on disk, synced and proved, not yet published. */
export interface BuiltArtifact {
  readonly format: FileFormat;
  readonly tables: readonly BuiltTable[];
  readonly written: WrittenFile;
  readonly proof: Proof;
  /** Rows of all tables. */
  readonly rows: number;
  readonly sourceFacts: Readonly<Record<string, string>>;
  readonly durationMs: number;
}

export interface BuiltTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly FileColumn[];
  readonly totals: readonly ColumnTotal[];
  readonly sqlText: string | null;
}

/**
 * Builds the file of one run: one snapshot of the source, rows streamed into the writer, synced, read back and proved.
 * After any error the file is the caller's to remove.
 */
export async function buildArtifact(request: BuildRequest): Promise<BuiltArtifact> {
  const { signal, clock, path } = request;
  const begun = clock.monotonicMs();
  const format = formatOf(request.definition);
  try {
    const { proving, ...filled } = await fillFile(request, format);
    const rows = filled.tables.reduce((sum, table) => sum + table.rows, 0);
    request.onProgress?.('prove', rows);
    const proof = await proving.finish({ rowsRead: rows, sheets: filled.written.sheets });
    return { format, ...filled, rows, proof, durationMs: Math.round(clock.monotonicMs() - begun) };
  } catch (error) {
    throw signal.aborted ? signal.reason : fileSystemError(path, error);
  }
}

type Filled = Pick<BuiltArtifact, 'tables' | 'written' | 'sourceFacts'> & { readonly proving: RunningProof };

/** Writes the whole file; where the format allows it the file is read back while it grows, so that the proof costs little time. */
async function fillFile(request: BuildRequest, format: FileFormat): Promise<Filled> {
  const { path, signal, definition } = request;
  request.onProgress?.('query', 0);
  const session = await request.source.open({ signal, zone: definition.operation.zone });
  let early: RunningProof | null = null;
  try {
    const shape = format.shape(definition.tables[0]?.columns.length ?? 0);
    const file = await open(path, 'wx+', 0o600);
    if (format.provedAlong) early = startProof(path, shape, signal);
    const { written, tables } = await closing(file, () => writeTables(request, session, format, file));
    return { tables, written, sourceFacts: session.facts, proving: early ?? startProof(path, shape, signal) };
  } catch (error) {
    await early?.stop();
    throw error;
  } finally {
    await session.close();
  }
}

async function writeTables(
  request: BuildRequest,
  session: SourceSession,
  format: FileFormat,
  file: FileHandle,
): Promise<{ written: WrittenFile; tables: BuiltTable[] }> {
  const writer = format.open(file, request.signal);
  const tables: BuiltTable[] = [];
  try {
    for (const table of request.definition.tables) {
      const before = tables.reduce((sum, { rows }) => sum + rows, 0);
      tables.push(await writeTable(request, session, writer, table, before));
    }
    const written = await writer.finish();
    await file.sync();
    return { written, tables };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

async function writeTable(
  { definition, scope, signal, limit, onProgress }: BuildRequest,
  session: SourceSession,
  writer: FileWriter,
  table: LoadedTable,
  before: number,
): Promise<BuiltTable> {
  const { columns, chunks } = await openTable(definition, table, contextOf(scope, signal), session);
  await writer.openSheet(layoutOf(table, columns));
  const totals = new ColumnTotals(definition.export.expect, table, columns);
  let rows = 0;
  for await (const whole of chunks) {
    const chunk = limit === undefined ? whole : firstRows(whole, limit - rows, columns.length);
    await writer.write(chunk);
    totals.add(chunk);
    rows += chunk.rows;
    onProgress?.('build', before + rows);
    if (rows === limit) break;
  }
  await writer.closeSheet();
  return { name: table.name, rows, columns, totals: totals.list(), sqlText: table.sqlText };
}

async function closing<Result>(file: FileHandle, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await file.close();
  }
}

/** At most `count` rows of a chunk. */
function firstRows(chunk: RowChunk, count: number, columns: number): RowChunk {
  if (chunk.rows <= count) return chunk;
  const cursor = new RowCursor(chunk);
  for (let cell = 0; cell < count * columns; cell++) cursor.next();
  return { bytes: chunk.bytes.subarray(0, count === 0 ? 0 : cursor.end), rows: count };
}

function layoutOf({ name, columns: contract, total }: LoadedTable, columns: readonly FileColumn[]): SheetLayout {
  if (total === undefined) return { name, columns };
  const sums = total.sums.map((summed) => contract.findIndex((column) => column.name === summed));
  return { name, columns, total: { label: total.label, sums } };
}
