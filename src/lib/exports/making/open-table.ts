import type { FileColumn } from '../../rows/column.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import type { SourceSession } from '../../sources/row-source.ts';
import { BaseExport } from '../base-export.ts';
import { bindRun } from './bind-run.ts';
import { agreeOnColumns, columnsOfCode } from './column-contract.ts';
import type { ExportDefinition, LoadedTable } from '../definition.ts';
import { chunksOfRows, transformed } from './hooked-rows.ts';
import type { RunContext } from '../run-context.ts';

/** The columns of a table's place in the file, and its rows as they come. */
export interface OpenTable {
  readonly columns: readonly FileColumn[];
  readonly chunks: AsyncIterable<RowChunk>;
}

/** Asks the table's query, holds its columns to the contract and passes its rows through the author's hooks. */
export async function openTable(
  definition: ExportDefinition,
  { name, query, columns: contract, sqlText }: LoadedTable,
  context: RunContext,
  session: SourceSession,
): Promise<OpenTable> {
  const { id, export: made } = definition;
  if (query.kind === 'code') {
    return { columns: columnsOfCode(contract), chunks: chunksOfRows(id, contract, query.rows(context)) };
  }
  const stream = await session.query(bindRun(definition, sqlText ?? '', context));
  const columns = agreeOnColumns(id, contract, stream.columns);
  if (made.transform === BaseExport.prototype.transform) return { columns, chunks: stream };
  const typed = contract.map((column, index) => ({ ...column, kind: columns[index]?.kind ?? 'text' }));
  return { columns, chunks: transformed(id, typed, stream, (row) => made.transform(row, name)) };
}
