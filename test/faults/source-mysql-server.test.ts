import { once } from 'node:events';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../src/lib/sources/open-source.ts';
import type { SessionLimits, SourceSession } from '../../src/lib/sources/row-source.ts';
import { bindQuery } from '../../src/lib/sources/sql-text.ts';
import { type PrivateMariadb, startPrivateMariadb } from '../support/private-mariadb.ts';

const ENDLESS = 'SELECT a.seq, REPEAT(md5(b.seq), 8) AS rest FROM seq_1_to_100000 AS a, seq_1_to_100000 AS b';

describe('a MySQL source whose whole server', () => {
  let server: PrivateMariadb;
  beforeAll(async () => {
    server = await startPrivateMariadb(['--max-connections=10']);
  });
  afterAll(async () => {
    await server.stop();
  });

  const open = (limits: Partial<SessionLimits> = {}): Promise<SourceSession> =>
    openSource('canal', `${server.adminUrl}/mysql`).open({ signal: new AbortController().signal, zone: 'UTC', limits });

  async function endless(session: SourceSession): Promise<AsyncIterator<unknown>> {
    const rows = (await session.query(bindQuery('endless.sql', ENDLESS, {})))[Symbol.asyncIterator]();
    await rows.next();
    return rows;
  }

  it('has no connection left is busy', async () => {
    const others: Connection[] = [];
    const crowd = async (): Promise<void> => {
      for (;;) others.push(await createConnection({ uri: server.adminUrl }));
    };
    await expect(crowd()).rejects.toMatchObject({ errno: 1040 });
    await expect(open()).rejects.toMatchObject({
      code: 'SOURCE_BUSY',
      retry: 'busy',
      details: { facts: { errno: 1040 } },
    });
    await Promise.all(others.map((connection) => connection.end()));
  });

  it('freezes fails after the silence it may keep, and again works when it wakes', async () => {
    const session = await open({ rowIdleTimeoutMs: 300, connectTimeoutMs: 300 });
    const rows = await endless(session);
    server.process.kill('SIGSTOP');
    try {
      await expect(readAll(rows)).rejects.toMatchObject({ code: 'SOURCE_SILENT', retry: 'transient' });
      await session.close();
    } finally {
      server.process.kill('SIGCONT');
    }
    const again = await open();
    await endless(again);
    await again.close();
  });

  it('freezes before the first row fails as well', async () => {
    const session = await open({ rowIdleTimeoutMs: 300, connectTimeoutMs: 300 });
    server.process.kill('SIGSTOP');
    try {
      const query = session.query(bindQuery('frozen.sql', 'SELECT 1', {}));
      await expect(query).rejects.toMatchObject({ code: 'SOURCE_SILENT', retry: 'transient' });
      await session.close();
    } finally {
      server.process.kill('SIGCONT');
    }
  });

  it('is killed fails within a second', async () => {
    const session = await open();
    const rows = await endless(session);
    const start = performance.now();
    server.process.kill('SIGKILL');
    await once(server.process, 'exit');
    await expect(readAll(rows)).rejects.toMatchObject({ code: 'SOURCE_INTERRUPTED', retry: 'transient' });
    expect(performance.now() - start).toBeLessThan(1_000);
    await session.close();
    await expect(open()).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', retry: 'transient' });
  });
});

async function readAll(rows: AsyncIterator<unknown>): Promise<void> {
  while ((await rows.next()).done !== true);
}
