import type { FieldPacket } from 'mysql2';
import { ResultUnusable, SourceSessionMisused } from '../../errors/source-errors.ts';
import type { SourceColumn } from '../../rows/column.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import type { BoundQuery, BoundStatement } from '../bound-query.ts';
import type { RowStream, SourceSession } from '../row-source.ts';
import type { SessionLife } from '../session-life.ts';
import { SingleRowStream } from '../single-row-stream.ts';
import { mysqlColumn } from './mysql-columns.ts';
import type { MysqlConnection, Receiver } from './mysql-connection.ts';
import { RowQueue } from './row-queue.ts';
import { refuseCutValues } from './cut-values.ts';

const BEGIN = [
  'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
  'START TRANSACTION READ ONLY, WITH CONSISTENT SNAPSHOT',
];
const SUSPEND = ['ROLLBACK', 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY'];
const TEMPORARY_TABLE = /^(CREATE|CREATE\s+OR\s+REPLACE|DROP)\s+TEMPORARY\s+TABLE\s/i;

const IGNORED: Receiver = { columns: () => {}, row: () => {} };

/** A connection in one READ ONLY snapshot. */
export class MysqlSession implements SourceSession {
  readonly facts: Readonly<Record<string, string>>;
  readonly #where: string;
  readonly #connection: MysqlConnection;
  readonly #life: SessionLife;
  #busy = false;
  #fresh = true;

  constructor(where: string, connection: MysqlConnection, life: SessionLife, facts: Readonly<Record<string, string>>) {
    this.#where = where;
    this.#connection = connection;
    this.#life = life;
    this.facts = facts;
  }

  async begin(): Promise<void> {
    for (const sql of BEGIN) await this.#connection.rows(sql);
  }

  async query(query: BoundQuery): Promise<RowStream> {
    this.#life.signal.throwIfAborted();
    const where = `${this.#where}, ${query.origin}`;
    if (this.#busy) throw new SourceSessionMisused({ where, got: 'a query before the end of the one under way' });
    this.#busy = true;
    try {
      await this.#prepare(where, query.statements.slice(0, -1));
      this.#fresh = false;
      return await this.#stream(where, query.statements.at(-1) ?? { sql: '', values: [], line: 1 });
    } catch (error) {
      this.#busy = false;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#life.close();
    await this.#connection.stopped();
  }

  /**
   * Runs the statements before the last. Making a temporary table is refused in a READ ONLY transaction; filling one in
   * REPEATABLE READ locks the rows it reads, and sees newer ones than the snapshot. So the first query of a session
   * prepares before the snapshot is taken, each statement by itself in READ COMMITTED, where it locks nothing. All but
   * the making itself stays READ ONLY, which lets temporary tables alone be written.
   */
  async #prepare(where: string, statements: readonly BoundStatement[]): Promise<void> {
    if (statements.length === 0) return;
    if (!this.#fresh) return this.#runAll(where, statements);
    for (const sql of SUSPEND) await this.#connection.rows(sql);
    try {
      await this.#runAll(where, statements);
    } finally {
      await this.begin();
    }
  }

  async #runAll(where: string, statements: readonly BoundStatement[]): Promise<void> {
    for (const statement of statements) {
      const making = this.#fresh && TEMPORARY_TABLE.test(statement.sql);
      if (making) await this.#connection.rows('SET TRANSACTION READ WRITE');
      await this.#connection.run(where, statement, IGNORED);
    }
  }

  /** Resolves with the columns; the rows follow. A result that cannot be used ends the session. */
  #stream(where: string, statement: BoundStatement): Promise<RowStream> {
    return new Promise((resolve, reject) => {
      const queue = new RowQueue(this.#connection);
      let columns: readonly SourceColumn[] | undefined;
      const announce = (fields: readonly FieldPacket[] | undefined): void => {
        try {
          columns = usableColumns(where, fields, columns);
          resolve(new SingleRowStream(where, columns, this.#rows(queue, done)));
        } catch (error) {
          this.#life.end(error);
        }
      };
      const row = queue.row.bind(queue);
      const done = this.#connection
        .run(where, statement, { columns: announce, row })
        .then(() => refuseCutValues(where, this.#connection))
        .finally(() => queue.finish());
      done.catch(reject);
    });
  }

  async *#rows(queue: RowQueue, done: Promise<void>): AsyncGenerator<RowChunk> {
    let complete = false;
    try {
      for (;;) {
        const chunk = await this.#life.during(() => queue.next());
        if (chunk === undefined) break;
        yield chunk;
      }
      await done;
      complete = true;
      this.#busy = false;
    } finally {
      if (!complete) this.#life.close();
    }
  }
}

function usableColumns(
  where: string,
  fields: readonly FieldPacket[] | undefined,
  before: readonly SourceColumn[] | undefined,
): readonly SourceColumn[] {
  if (before !== undefined) {
    throw new ResultUnusable({ where, got: 'several results from one statement', expected: 'one' });
  }
  if (fields === undefined) {
    throw new ResultUnusable({ where, got: 'a last statement that gives no rows', expected: 'a SELECT' });
  }
  return fields.map((field) => mysqlColumn(where, field));
}
