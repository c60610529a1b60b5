import { type FileHandle, open } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import { fileSystemError } from '../errors/file-system.ts';
import type { WrittenFile } from '../formats/file-writer.ts';
import type { Proof } from '../formats/proof.ts';
import { type RunningProof, startProof } from '../formats/prove.ts';
import type { FileColumn } from '../rows/column.ts';
import type { RowChunk } from '../rows/row-chunk.ts';
import { RowCursor } from '../rows/row-cursor.ts';
import type { RowSource, SourceSession } from '../sources/row-source.ts';
import { BaseExport } from './base-export.ts';
import { bindRun, contextOf } from './bind-run.ts';
import { agreeOnColumns, columnsOfCode } from './column-contract.ts';
import type { ExportDefinition } from './definition.ts';
import { type FileFormat, formatOf } from './file-format.ts';
import { chunksOfRows, transformed } from './hooked-rows.ts';
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
  readonly columns: readonly FileColumn[];
  readonly written: WrittenFile;
  readonly proof: Proof;
  readonly rows: number;
  readonly sourceFacts: Readonly<Record<string, string>>;
  readonly durationMs: number;
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
    request.onProgress?.('prove', filled.rows);
    const proof = await proving.finish({ rowsRead: filled.rows, sheets: filled.written.sheets });
    return { format, ...filled, proof, durationMs: Math.round(clock.monotonicMs() - begun) };
  } catch (error) {
    throw signal.aborted ? signal.reason : fileSystemError(path, error);
  }
}

type Filled = Pick<BuiltArtifact, 'columns' | 'written' | 'rows' | 'sourceFacts'> & { readonly proving: RunningProof };

/** Writes the whole file. One that is only appended to is read back while it grows, so that the proof costs little time. */
async function fillFile(request: BuildRequest, format: FileFormat): Promise<Filled> {
  const { path, signal } = request;
  request.onProgress?.('query', 0);
  const session = await request.source.open({ signal, zone: request.definition.operation.zone });
  let early: RunningProof | null = null;
  try {
    const { columns, chunks } = await openTable(request, session);
    const file = await open(path, 'wx+', 0o600);
    const shape = format.shape(columns.length);
    if (format.appended) early = startProof(path, shape, signal);
    const { written, rows } = await closing(file, () => writeTable(request, format, file, { columns, chunks }));
    return { columns, written, rows, sourceFacts: session.facts, proving: early ?? startProof(path, shape, signal) };
  } catch (error) {
    await early?.stop();
    throw error;
  } finally {
    await session.close();
  }
}

interface Table {
  readonly columns: readonly FileColumn[];
  readonly chunks: AsyncIterable<RowChunk>;
}

async function openTable({ definition, scope, signal }: BuildRequest, session: SourceSession): Promise<Table> {
  const { id, export: made, sqlText } = definition;
  const context = contextOf(scope, signal);
  if (sqlText === null || made.query.kind !== 'sql') {
    const rows = made.query.kind === 'code' ? made.query.rows(context) : [];
    return { columns: columnsOfCode(made.columns), chunks: chunksOfRows(id, made.columns, rows) };
  }
  const stream = await session.query(bindRun(definition, sqlText, context));
  const columns = agreeOnColumns(id, made.columns, stream.columns);
  const changes = made.transform !== BaseExport.prototype.transform;
  const contract = made.columns.map((column, index) => ({ ...column, kind: columns[index]?.kind ?? 'text' }));
  const chunks = changes ? transformed(id, contract, stream, (row) => made.transform(row)) : stream;
  return { columns, chunks };
}

async function writeTable(
  { definition, signal, limit, onProgress }: BuildRequest,
  format: FileFormat,
  file: FileHandle,
  { columns, chunks }: Table,
): Promise<{ written: WrittenFile; rows: number }> {
  const writer = format.open(file, signal);
  try {
    let rows = 0;
    await writer.openSheet({ name: sheetName(definition), columns });
    for await (const whole of chunks) {
      const chunk = limit === undefined ? whole : firstRows(whole, limit - rows, columns.length);
      await writer.write(chunk);
      rows += chunk.rows;
      onProgress?.('build', rows);
      if (rows === limit) break;
    }
    await writer.closeSheet();
    const written = await writer.finish();
    await file.sync();
    return { written, rows };
  } catch (error) {
    await writer.abort();
    throw error;
  }
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

function sheetName({ export: made }: ExportDefinition): string {
  return made.format === 'csv' ? '' : (made.sheetName ?? made.title);
}
