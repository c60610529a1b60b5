import { setImmediate } from 'node:timers/promises';
import type Database from 'libsql';
import { ResultUnusable, SourceSessionMisused } from '../../errors/source-errors.ts';
import type { SourceColumn } from '../../rows/column.ts';
import { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import type { BoundQuery, BoundStatement } from '../bound-query.ts';
import type { RowStream, SourceSession } from '../row-source.ts';
import type { SessionLife } from '../session-life.ts';
import { SingleRowStream } from '../single-row-stream.ts';
import { sqliteColumn } from './sqlite-columns.ts';
import { sqliteError } from './sqlite-errors.ts';
import { type SqliteValue, sqliteParameter, writeRow } from './sqlite-rows.ts';

/** Runs queries in this thread, a chunk of rows at a time: between two chunks the event loop and an abort get their turn. */
export class SqliteSession implements SourceSession {
  readonly facts: Readonly<Record<string, string>>;
  readonly #where: string;
  readonly #database: Database.Database;
  readonly #life: SessionLife;
  #busy = false;

  constructor(where: string, database: Database.Database, life: SessionLife, facts: Readonly<Record<string, string>>) {
    this.#where = where;
    this.#database = database;
    this.#life = life;
    this.facts = facts;
  }

  async query(query: BoundQuery): Promise<RowStream> {
    this.#life.signal.throwIfAborted();
    const where = `${this.#where}, ${query.origin}`;
    if (this.#busy) throw new SourceSessionMisused({ where, got: 'a query before the end of the one under way' });
    for (const statement of query.statements.slice(0, -1)) {
      this.#prepare(where, statement, (prepared, values) => prepared.run(values));
      await setImmediate();
      this.#life.signal.throwIfAborted();
    }
    const last = query.statements.at(-1);
    if (last === undefined) throw new ResultUnusable({ where, got: 'a query without a statement' });
    return this.#prepare(where, last, (prepared, values) => {
      const columns = prepared.columns().map(({ name, type }) => sqliteColumn(name, type));
      if (columns.length === 0) {
        throw new ResultUnusable({ where, got: 'a last statement that gives no rows', expected: 'a SELECT' });
      }
      this.#busy = true;
      return new SingleRowStream(where, columns, this.#rows(where, columns, prepared, values));
    });
  }

  async close(): Promise<void> {
    this.#life.close();
    if (!this.#database.open) return;
    // close() alone leaves the snapshot's lock on the files until the statements are collected.
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    this.#database.close();
  }

  async *#rows(
    where: string,
    columns: readonly SourceColumn[],
    prepared: Database.Statement,
    values: readonly SqliteValue[],
  ): AsyncGenerator<RowChunk> {
    const builder = new RowChunkBuilder();
    let complete = false;
    try {
      for (const row of this.#read(where, prepared, values)) {
        writeRow(where, builder, columns, row);
        if (!builder.full) continue;
        yield builder.take();
        await setImmediate();
        this.#life.signal.throwIfAborted();
      }
      if (builder.rows > 0) yield builder.take();
      complete = true;
    } finally {
      this.#busy = false;
      if (!complete) this.#life.close();
    }
  }

  *#read(
    where: string,
    prepared: Database.Statement,
    values: readonly SqliteValue[],
  ): Generator<readonly SqliteValue[]> {
    this.#life.signal.throwIfAborted();
    try {
      // In raw mode with safe integers libsql gives an array of these values for each row.
      yield* prepared.raw(true).safeIntegers(true).iterate(values) as Iterable<readonly SqliteValue[]>;
    } catch (error) {
      throw sqliteError(where, error);
    }
  }

  #prepare<T>(
    where: string,
    statement: BoundStatement,
    use: (prepared: Database.Statement, values: readonly SqliteValue[]) => T,
  ): T {
    try {
      return use(this.#database.prepare(statement.sql), statement.values.map(sqliteParameter));
    } catch (error) {
      throw error instanceof ResultUnusable ? error : sqliteError(where, error);
    }
  }
}
