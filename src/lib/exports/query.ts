import { fileURLToPath } from 'node:url';
import type { RunContext } from './run-context.ts';

/** A value of a row that an author makes in code; columns keep the order of the contract. */
export type CellValue = string | number | bigint | boolean | Uint8Array | null;
/** A row by column name. */
export type Row = Readonly<Record<string, CellValue>>;

/** SQL in a file beside the definition. */
export interface SqlQuery {
  readonly kind: 'sql';
  readonly path: string;
}

/** Rows made in code. */
export interface CodeQuery {
  readonly kind: 'code';
  readonly rows: (context: RunContext) => AsyncIterable<Row> | Iterable<Row>;
}

export type Query = SqlQuery | CodeQuery;

/**
 * The query in `file`, beside the definition. Parameters are bound by name: `:from`, `:to` (date and time), `:from_date`,
 * `:to_date` (dates), `:interval`, the run's own parameters and what `parameters()` returns. Several statements, separated
 * by `;`, run in order on one connection; the last gives the rows.
 */
export function sql(meta: ImportMeta, file: string): SqlQuery {
  return { kind: 'sql', path: fileURLToPath(new URL(file, meta.url)) };
}

/** Rows from a generator instead of a query, for what SQL cannot say. */
export function rowsFrom(rows: CodeQuery['rows']): CodeQuery {
  return { kind: 'code', rows };
}
