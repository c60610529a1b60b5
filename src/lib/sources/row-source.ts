import type { RowChunk } from '../rows/row-chunk.ts';
import type { SourceColumn } from '../rows/column.ts';
import type { BoundQuery } from './bound-query.ts';

/** A database that rows come from. One adapter per kind; test/contract/row-source.ts holds them all to the same behaviour. */
export interface RowSource {
  readonly kind: 'mysql' | 'sqlite';
  /** Opens a connection of its own with one read-only snapshot that every query of the session sees. */
  open(options: SessionOptions): Promise<SourceSession>;
  /** Connects and looks: for `doctor` and the start-up check. Never throws for a source that is merely down. */
  inspect(signal: AbortSignal): Promise<SourceHealth>;
}

export interface SessionOptions {
  /** Aborting it stops the query on the server too and makes every pending call reject with the signal's reason. */
  readonly signal: AbortSignal;
  /** IANA zone in which the server shows TIMESTAMP values. */
  readonly zone: string;
  readonly limits?: Partial<SessionLimits>;
}

export interface SessionLimits {
  readonly connectTimeoutMs: number;
  /** Longest silence of the server while rows are awaited; a writer that is slow does not count. */
  readonly rowIdleTimeoutMs: number;
  /** Budget of the whole session, also set as the server's statement limit. */
  readonly totalTimeoutMs: number;
}

export interface SourceSession {
  /**
   * Runs every statement in order on this connection; the last one gives the rows. One query at a time. Temporary tables
   * can be made by the first query of the session alone: the snapshot begins after them.
   */
  query(query: BoundQuery): Promise<RowStream>;
  /** Server name and version, session zone: recorded in the manifest. */
  readonly facts: Readonly<Record<string, string>>;
  /** Ends the snapshot and the connection; safe to call twice and after an error. */
  close(): Promise<void>;
}

/**
 * The rows of one query, to be iterated once. Reaching the end means every row was received; anything else throws a typed
 * error. Leaving the iteration early ends the session.
 */
export interface RowStream extends AsyncIterable<RowChunk> {
  readonly columns: readonly SourceColumn[];
}

export interface SourceHealth {
  readonly reachable: boolean;
  /** Server and version, or why it could not be reached (without secrets). */
  readonly detail: string;
  /** True when the account may change data: exports want a read-only one. */
  readonly writable: boolean;
}
