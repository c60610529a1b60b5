import type { RowSource, SessionOptions, SourceHealth, SourceSession } from '../row-source.ts';
import { SessionLife } from '../session-life.ts';
import { DEFAULT_SESSION_LIMITS } from '../session-limits.ts';
import { whyUnreachable } from '../why-unreachable.ts';
import { beginSnapshot, openDatabase, sqliteVersion } from './sqlite-database.ts';
import { sqliteFiles } from './sqlite-files.ts';
import { SqliteSession } from './sqlite-session.ts';

/** SQLite files as a source: the embedded sample. Each `<name>.db` stands for the database `<name>` of a server. */
export class SqliteSource implements RowSource {
  readonly kind = 'sqlite';
  readonly #where: string;
  readonly #path: string;

  constructor(name: string, path: string) {
    this.#where = `source ${name}`;
    this.#path = path;
  }

  async open({ signal, zone, limits }: SessionOptions): Promise<SourceSession> {
    signal.throwIfAborted();
    const files = await sqliteFiles(this.#where, this.#path);
    signal.throwIfAborted();
    const database = openDatabase(this.#where, files);
    beginSnapshot(this.#where, database, files);
    const life = new SessionLife(this.#where, signal, limits?.totalTimeoutMs ?? DEFAULT_SESSION_LIMITS.totalTimeoutMs);
    return new SqliteSession(this.#where, database, life, { server: `SQLite ${sqliteVersion(database)}`, zone });
  }

  async inspect(_signal: AbortSignal): Promise<SourceHealth> {
    try {
      const files = await sqliteFiles(this.#where, this.#path);
      const database = openDatabase(this.#where, files);
      beginSnapshot(this.#where, database, files);
      const detail = `SQLite ${sqliteVersion(database)}: ${files.map(({ schema }) => schema).join(', ')}`;
      database.close();
      return { reachable: true, detail, writable: false };
    } catch (error) {
      return { reachable: false, detail: whyUnreachable(this.#where, error), writable: false };
    }
  }
}
