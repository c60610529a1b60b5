import { createServer } from 'node:net';
import { setTimeout as rest } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { freePort } from '../../src/embedded/free-port.ts';
import { openSource } from '../../src/lib/sources/open-source.ts';
import type { RowStream, SessionLimits, SourceSession } from '../../src/lib/sources/row-source.ts';
import { bindQuery } from '../../src/lib/sources/sql-text.ts';
import { texts } from '../contract/row-source.ts';
import { type OwnDatabase, ownDatabase } from '../support/own-database.ts';
import { type CuttingProxy, cuttingProxy } from '../support/cutting-proxy.ts';

/** Far more rows than any test reads, without a table to match: the server streams until it is stopped. */
const ENDLESS =
  'SELECT :marker AS marker, a.seq, REPEAT(md5(b.seq), 8) AS rest FROM seq_1_to_100000 AS a, seq_1_to_100000 AS b';

describe('a MySQL source', () => {
  let database: OwnDatabase;
  const sessions: SourceSession[] = [];
  let marker = 0;

  beforeAll(async () => {
    database = await ownDatabase(inject('mariadbUrl'), 'faults_source_mysql');
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
    await vi.waitFor(async () => expect(await threads('%')).toEqual([]), { timeout: 5_000 });
  });
  afterAll(async () => {
    await database.drop();
  });

  async function open(
    limits: Partial<SessionLimits> = {},
    signal = new AbortController().signal,
    url = database.url,
  ): Promise<SourceSession> {
    const session = await openSource('canal', url).open({ signal, zone: 'Africa/Dakar', limits });
    sessions.push(session);
    return session;
  }

  /** Starts the endless query after some statements; gives its rows and the thread that runs it. */
  async function endless(
    session: SourceSession,
    before = '',
  ): Promise<{ rows: AsyncIterator<{ rows: number }>; thread: number }> {
    const name = `marker-${++marker}`;
    const rows = await session.query(bindQuery('endless.sql', `${before}${ENDLESS}`, { marker: name }));
    const [thread] = await threads(`%${name}%`);
    expect(thread).toBeTypeOf('number');
    return { rows: rows[Symbol.asyncIterator](), thread: thread! };
  }

  /** Threads of our database, the administrator's own apart, whose statement is like a pattern. */
  async function threads(like: string): Promise<number[]> {
    const [rows] = await database.admin.query<RowDataPacket[]>(
      "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = ? AND ID <> CONNECTION_ID() AND COALESCE(INFO, '') LIKE ?",
      [database.name, like],
    );
    return rows.map((row) => Number(row['ID']));
  }

  const query = (session: SourceSession, sql: string): Promise<RowStream> =>
    session.query(bindQuery('fault.sql', sql, {}));

  describe('whose connection or query is killed', () => {
    it.each([
      ['KILL CONNECTION', 'SOURCE_INTERRUPTED'],
      ['KILL QUERY', 'SOURCE_INTERRUPTED'],
    ])('fails within a second of %s, in mid-stream', async (kill, code) => {
      const { rows, thread } = await endless(await open());
      await rows.next();
      const start = performance.now();
      await database.admin.query(`${kill} ${thread}`);
      await expect(readAll(rows)).rejects.toMatchObject({ code, retry: 'transient' });
      expect(performance.now() - start).toBeLessThan(1_000);
    });

    it('fails when it was killed while the reader rested', async () => {
      const { rows, thread } = await endless(await open());
      await rows.next();
      await blocked(thread);
      await database.admin.query(`KILL CONNECTION ${thread}`);
      await expect(readAll(rows)).rejects.toMatchObject({ code: 'SOURCE_INTERRUPTED', retry: 'transient' });
    });

    it('fails when it was killed before the first row', async () => {
      const pending = query(await open(), "SELECT 'still computing', SLEEP(30)");
      const outcome = expect(pending).rejects.toMatchObject({ code: 'SOURCE_INTERRUPTED', retry: 'transient' });
      const thread = await vi.waitFor(async () => only(await threads('%still computing%')));
      await database.admin.query(`KILL CONNECTION ${thread}`);
      await outcome;
    });
  });

  describe('whose network breaks off', () => {
    it.each(['reset', 'end'] as const)('fails after a %s, wherever it comes', async (manner) => {
      for (const bytes of [10_000, 300_000, 1_000_000, 3_333_333]) {
        const proxy: CuttingProxy = await cuttingProxy(Number(new URL(database.url).port), bytes, manner);
        const url = Object.assign(new URL(database.url), { port: String(proxy.port) }).href;
        const session = await open({}, undefined, url);
        const rows = await session.query(bindQuery('endless.sql', ENDLESS, { marker: 'cut' }));
        await expect(readAll(rows[Symbol.asyncIterator]())).rejects.toMatchObject({ retry: 'transient' });
        await session.close();
        await proxy.close();
      }
    });

    it('never takes a whole result for one that was cut, nor a cut one for whole', async () => {
      const sql = 'SELECT seq FROM seq_1_to_1000';
      const whole = await cuttingProxy(Number(new URL(database.url).port), Number.POSITIVE_INFINITY, 'end');
      const through = (proxy: CuttingProxy): Promise<SourceSession> =>
        open({}, undefined, Object.assign(new URL(database.url), { port: String(proxy.port) }).href);
      const session = await through(whole);
      const before = whole.passed();
      expect(await texts(await query(session, sql))).toHaveLength(1_000);
      const after = whole.passed();
      await session.close();
      await whole.close();
      // From the first byte of the answer to the last, in steps that fall between and inside packets.
      for (let bytes = before + 1; bytes < after - 30; bytes += 487) {
        const proxy = await cuttingProxy(Number(new URL(database.url).port), bytes, 'end');
        const outcome = through(proxy).then(async (opened) => texts(await query(opened, sql)));
        await expect(outcome).rejects.toMatchObject({ retry: 'transient' });
        await Promise.all(sessions.splice(0).map((opened) => opened.close()));
        await proxy.close();
      }
    });
  });

  describe('with a slow reader', () => {
    it('makes the server wait and keeps little in memory, and does not take the pause for silence', async () => {
      const { rows, thread } = await endless(await open({ rowIdleTimeoutMs: 100 }));
      await rows.next();
      const before = process.memoryUsage().arrayBuffers;
      await rest(500);
      await blocked(thread);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
      for (let chunk = 0; chunk < 20; chunk++) expect((await rows.next()).done).toBe(false);
    });

    it('fails, and is not cut short, when the server gives up writing', async () => {
      const { rows, thread } = await endless(await open(), 'SET SESSION net_write_timeout = 1;');
      await rows.next();
      await vi.waitFor(async () => expect(await threads('%marker-%')).not.toContain(thread), { timeout: 10_000 });
      await expect(readAll(rows)).rejects.toMatchObject({ code: 'SOURCE_INTERRUPTED', retry: 'transient' });
    });
  });

  describe('that is aborted', () => {
    it('stops the query on the server, in mid-stream', async () => {
      const abort = new AbortController();
      const { rows, thread } = await endless(await open({}, abort.signal));
      await rows.next();
      abort.abort(new Error('cancelled'));
      await expect(readAll(rows)).rejects.toThrow('cancelled');
      await vi.waitFor(async () => expect(await threads('%marker-%')).not.toContain(thread), { timeout: 5_000 });
    });

    it('stops the query on the server, before its first row', async () => {
      const abort = new AbortController();
      const pending = query(await open({}, abort.signal), "SELECT 'computing', SLEEP(30)");
      await vi.waitFor(async () => only(await threads('%computing%')));
      abort.abort(new Error('cancelled'));
      await expect(pending).rejects.toThrow('cancelled');
      await vi.waitFor(async () => expect(await threads('%computing%')).toEqual([]), { timeout: 5_000 });
    });

    it('stops connecting', async () => {
      const abort = new AbortController();
      const pending = openSource('canal', `mysql://a:b@127.0.0.1:${await silentServer()}`).open({
        signal: abort.signal,
        zone: 'UTC',
      });
      abort.abort(new Error('cancelled'));
      await expect(pending).rejects.toThrow('cancelled');
    });

    it('stops the query on the server when the session is closed in mid-stream', async () => {
      const session = await open();
      const { rows } = await endless(session);
      await rows.next();
      await session.close();
      await expect(readAll(rows)).rejects.toMatchObject({ code: 'SOURCE_SESSION_MISUSED' });
    });
  });

  describe('under a limit', () => {
    it('gives up at the limit of the server for a statement', async () => {
      const slow = 'SELECT COUNT(*) FROM seq_1_to_100000 AS a, seq_1_to_100000 AS b';
      const rows = query(await open(), `SET SESSION max_statement_time = 0.1; ${slow}`).then(texts);
      await expect(rows).rejects.toMatchObject({
        code: 'SOURCE_TIME_EXCEEDED',
        retry: 'busy',
        details: { facts: { errno: 1969 } },
      });
    });

    it('sets its budget as the limit of the server', async () => {
      const session = await open({ totalTimeoutMs: 90_500 });
      expect(await texts(await query(session, 'SELECT @@max_statement_time'))).toEqual([['90.500000']]);
    });

    it('stops the query on the server when its budget is spent', async () => {
      const { rows, thread } = await endless(await open({ totalTimeoutMs: 500 }));
      await expect(readAll(rows)).rejects.toMatchObject({ code: 'SOURCE_TIME_EXCEEDED', retry: 'busy' });
      await vi.waitFor(async () => expect(await threads('%marker-%')).not.toContain(thread), { timeout: 5_000 });
    });

    it('lets a query compute in silence as long as the server works on it', async () => {
      const session = await open({ rowIdleTimeoutMs: 100 });
      expect(await texts(await query(session, 'SELECT SLEEP(1) AS woken'))).toEqual([['0']]);
    });

    it('does not wait long for a lock', async () => {
      await database.admin.query('CREATE TABLE verrou (n INT) ENGINE = InnoDB');
      await database.admin.query('LOCK TABLES verrou WRITE');
      try {
        await expect(
          query(await open(), 'SET SESSION lock_wait_timeout = 1; SELECT n FROM verrou'),
        ).rejects.toMatchObject({
          code: 'SOURCE_BUSY',
          retry: 'busy',
          details: { facts: { errno: 1205 } },
        });
      } finally {
        await database.admin.query('UNLOCK TABLES');
      }
    });
  });

  describe('that cannot be entered', () => {
    const refusals: readonly (readonly [string, (url: URL) => Promise<void> | void, object])[] = [
      [
        'a wrong password',
        (url) => void (url.password = 'secret-zq'),
        { code: 'SOURCE_ACCESS_DENIED', retry: 'permanent' },
      ],
      [
        'an unknown user',
        (url) => void (url.username = 'nobody'),
        { code: 'SOURCE_ACCESS_DENIED', retry: 'permanent' },
      ],
      [
        'a missing database',
        (url) => void (url.pathname = '/nulle_part'),
        { code: 'SOURCE_ACCESS_DENIED', retry: 'permanent' },
      ],
      [
        'an unknown host',
        (url) => void (url.hostname = 'nulle-part.invalid'),
        { code: 'SOURCE_UNREACHABLE', retry: 'transient' },
      ],
      [
        'a closed port',
        async (url) => void (url.port = String(await freePort())),
        { code: 'SOURCE_UNREACHABLE', retry: 'transient' },
      ],
      [
        'a server that never speaks',
        async (url) => void (url.port = String(await silentServer())),
        { code: 'SOURCE_UNREACHABLE', retry: 'transient' },
      ],
      [
        'a server without the encryption asked for',
        (url) => void (url.search = '?ssl=required'),
        { code: 'SOURCE_ACCESS_DENIED', retry: 'permanent' },
      ],
    ];
    it.each(refusals)('says so of %s, without a secret', async (_, change, expected) => {
      const url = new URL(database.url);
      await change(url);
      const failure: unknown = await open({ connectTimeoutMs: 300 }, undefined, url.href).catch(
        (error: unknown) => error,
      );
      expect(failure).toMatchObject(expected);
      expect(JSON.stringify(failure) + String(failure)).not.toMatch(/secret-zq|test-admin|127\.0\.0\.1:/);
      const health = await openSource('canal', url.href).inspect(AbortSignal.timeout(300));
      expect(health).toMatchObject({ reachable: false, writable: false });
    });

    it('is busy when the account has no connection left', async () => {
      await database.admin.query("CREATE USER etroit@'127.0.0.1' IDENTIFIED BY 'pw' WITH MAX_USER_CONNECTIONS 1");
      await database.admin.query(`GRANT SELECT ON ${database.name}.* TO etroit@'127.0.0.1'`);
      try {
        const url = Object.assign(new URL(database.url), { username: 'etroit', password: 'pw' }).href;
        const session = await open({}, undefined, url);
        await expect(open({}, undefined, url)).rejects.toMatchObject({ code: 'SOURCE_BUSY', retry: 'busy' });
        expect(await texts(await query(session, 'SELECT 1'))).toEqual([['1']]);
      } finally {
        await database.admin.query("DROP USER etroit@'127.0.0.1'");
      }
    });
  });

  /** Resolves when the server waits for us to read. */
  async function blocked(thread: number): Promise<void> {
    await vi.waitFor(
      async () => {
        const [rows] = await database.admin.query<RowDataPacket[]>(
          'SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = ?',
          [thread],
        );
        expect(rows[0]?.['STATE']).toBe('Writing to net');
      },
      { timeout: 5_000 },
    );
  }

  /** A port that accepts connections and says nothing. */
  async function silentServer(): Promise<number> {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    server.unref();
    return port;
  }
});

function only(found: readonly number[]): number {
  expect(found).toHaveLength(1);
  return found[0]!;
}

async function readAll(rows: AsyncIterator<{ rows: number }>): Promise<number> {
  let count = 0;
  for (;;) {
    const { done, value } = await rows.next();
    if (done === true) return count;
    count += value.rows;
  }
}
