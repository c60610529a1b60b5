import { SourceSilent } from '../../errors/source-errors.ts';
import type { RowSource, SessionOptions, SourceHealth, SourceSession } from '../row-source.ts';
import { SessionLife } from '../session-life.ts';
import { DEFAULT_SESSION_LIMITS } from '../session-limits.ts';
import { whyUnreachable } from '../why-unreachable.ts';
import { mayWrite } from './grants.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { MysqlSession } from './mysql-session.ts';
import type { MysqlAddress } from './mysql-url.ts';
import { isWorking, killQuery } from './second-connection.ts';
import { applySettings, applyZone } from './session-settings.ts';
import { watchSilence } from './silence-watch.ts';

/** A MySQL or MariaDB server as a source. Its account needs SELECT, and two connections at a time. */
export class MysqlSource implements RowSource {
  readonly kind = 'mysql';
  readonly #where: string;
  readonly #address: MysqlAddress;

  constructor(name: string, address: MysqlAddress) {
    this.#where = `source ${name}`;
    this.#address = address;
  }

  async open({ signal, zone, limits }: SessionOptions): Promise<SourceSession> {
    const { connectTimeoutMs, rowIdleTimeoutMs, totalTimeoutMs } = { ...DEFAULT_SESSION_LIMITS, ...limits };
    const life = new SessionLife(this.#where, signal, totalTimeoutMs);
    life.signal.throwIfAborted();
    const connection = this.#connect(life, connectTimeoutMs);
    this.#watch(connection, life, connectTimeoutMs, rowIdleTimeoutMs);
    try {
      await connection.ready();
      const server = await applySettings(connection, totalTimeoutMs);
      const session = new MysqlSession(this.#where, connection, life, {
        server,
        zone: await applyZone(this.#where, connection, zone),
      });
      await session.begin();
      return session;
    } catch (error) {
      life.end(error);
      await connection.stopped();
      throw error;
    }
  }

  async inspect(signal: AbortSignal): Promise<SourceHealth> {
    const { connectTimeoutMs } = DEFAULT_SESSION_LIMITS;
    const life = new SessionLife(this.#where, signal, connectTimeoutMs);
    const connection = this.#connect(life, connectTimeoutMs);
    try {
      await connection.ready();
      const grants = await connection.rows('SHOW GRANTS');
      const writable = mayWrite(grants.map(([line]) => line ?? ''));
      return { reachable: true, detail: await applySettings(connection, connectTimeoutMs), writable };
    } catch (error) {
      return { reachable: false, detail: whyUnreachable(this.#where, error), writable: false };
    } finally {
      life.close();
      await connection.stopped();
    }
  }

  #connect(life: SessionLife, connectTimeoutMs: number): MysqlConnection {
    const second = { where: this.#where, address: this.#address, timeoutMs: connectTimeoutMs };
    return new MysqlConnection({
      where: this.#where,
      address: this.#address,
      connectTimeoutMs,
      life,
      killQuery: (threadId) => killQuery(second, threadId),
    });
  }

  #watch(connection: MysqlConnection, life: SessionLife, timeoutMs: number, limitMs: number): void {
    const watch = watchSilence({
      limitMs,
      heard: () => connection.bytesRead,
      listening: () => connection.listening,
      explain: () => isWorking({ where: this.#where, address: this.#address, timeoutMs }, connection.threadId),
      onSilence: () =>
        life.end(
          new SourceSilent({
            where: this.#where,
            got: `a server that said nothing for ${limitMs} ms and no longer works on the query`,
          }),
        ),
    });
    life.signal.addEventListener('abort', () => watch.stop(), { once: true });
  }
}
