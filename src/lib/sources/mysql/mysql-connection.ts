import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Connection, createConnection, type FieldPacket } from 'mysql2';
import { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { BoundStatement, SqlScalar } from '../bound-query.ts';
import type { SessionLife } from '../session-life.ts';
import { mysqlError } from './mysql-errors.ts';
import type { MysqlAddress } from './mysql-url.ts';
import { takeRawRows, type TakeRow } from './raw-rows.ts';
import { SSL_OPTIONS } from './ssl-options.ts';

const KEEP_ALIVE_MS = 30_000;
const FAREWELL_MS = 1_000;

export interface ConnectionOptions {
  /** For errors: which source. */
  readonly where: string;
  readonly address: MysqlAddress;
  readonly connectTimeoutMs: number;
  /** Losing the connection ends this life, and the end of this life closes the connection. */
  readonly life: SessionLife;
  /** Stops a thread's statement from outside, when the life ends while one is running. */
  readonly killQuery?: (threadId: number) => Promise<void>;
}

/** Takes the answer to a statement. */
export interface Receiver {
  /** Before the rows; undefined for a statement that gives none. Comes again for every further result of a procedure. */
  readonly columns: (fields: readonly FieldPacket[] | undefined) => void;
  readonly row: TakeRow;
}

/**
 * A connection of mysql2 that neither hangs nor lies: its loss is noticed (the driver tells a running query nothing,
 * issue 3082), the end of its life ends every wait, and rows come as the bytes the server sent.
 */
export class MysqlConnection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  readonly #connection: Connection;
  #running = 0;
  #paused = false;
  #stopped: Promise<void> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { where, life, connectTimeoutMs: connectTimeout } = options;
    const { host, port, user, password, database, ssl } = options.address;
    this.#socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
    this.#connection = createConnection({
      ...{ stream: this.#socket, host, port, user, password, connectTimeout },
      ...(database === undefined ? {} : { database }),
      ...SSL_OPTIONS[ssl],
      // Rows are never parsed: without its generated parsers the driver also accepts a column named __proto__.
      ...{ disableEval: true, dateStrings: true, multipleStatements: false, flags: ['-LOCAL_FILES'] },
    });
    // Both stay to the very end: an error without a listener would end the process.
    this.#connection.on('error', (error: unknown) => life.end(mysqlError(where, error)));
    this.#socket.on('close', () => life.end(mysqlError(where, undefined)));
    life.signal.addEventListener('abort', () => {
      this.#stopped = this.#stop();
    });
  }

  get threadId(): number {
    return this.#connection.threadId;
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  /** True while the server is expected to speak. */
  get listening(): boolean {
    return this.#running > 0 && !this.#paused;
  }

  /** Resolves when the server has let us in. */
  async ready(): Promise<this> {
    await this.#options.life.during(() => new Promise<void>((resolve) => this.#connection.once('connect', resolve)));
    return this;
  }

  /** Runs one statement; resolves when its whole answer was received. */
  async run(where: string, statement: BoundStatement, receiver: Receiver): Promise<void> {
    this.#running++;
    try {
      await this.#options.life.during(() => this.#command(where, statement, receiver));
    } finally {
      this.#running--;
    }
  }

  /** Runs a statement whose answer is small or of no interest, and gives its rows as texts. */
  async rows(sql: string, values: readonly SqlScalar[] = []): Promise<readonly (readonly (string | null)[])[]> {
    const builder = new RowChunkBuilder();
    let width = 0;
    const columns: Receiver['columns'] = (fields) => (width = fields?.length ?? 0);
    const row = builder.wireRow.bind(builder);
    await this.run(this.#options.where, { sql, values, line: 1 }, { columns, row });
    const chunk = builder.take();
    const cursor = new RowCursor(chunk);
    const next = (): string | null => (cursor.next() ? cursor.text() : null);
    return Array.from({ length: chunk.rows }, () => Array.from({ length: width }, next));
  }

  pause(): void {
    this.#paused = true;
    this.#connection.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#connection.resume();
  }

  /** Resolves when the life has ended and the socket with it. */
  async stopped(): Promise<void> {
    await this.#stopped;
  }

  #command(where: string, statement: BoundStatement, receiver: Receiver): Promise<void> {
    return new Promise((resolve, reject) => {
      const command = this.#connection.query({ sql: statement.sql, values: [...statement.values] });
      const check = takeRawRows(command, receiver.row);
      command.on('fields', receiver.columns);
      command.on('error', (error: unknown) => reject(mysqlError(where, error, statement)));
      // Comes after an error too, when it changes nothing any more.
      command.on('end', () => {
        try {
          check(where);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  async #stop(): Promise<void> {
    const open = !this.#socket.destroyed;
    if (open && this.#running > 0) {
      this.pause();
      await this.#options.killQuery?.(this.threadId);
    } else if (open && this.#connection.authorized) {
      const closed = new Promise((resolve) => this.#socket.once('close', resolve));
      this.#connection.end();
      await Promise.race([closed, setTimeout(FAREWELL_MS, undefined, { ref: false })]);
    }
    this.#socket.destroy();
  }
}
