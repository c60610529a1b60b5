import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fixedOffset } from '../../../../src/lib/sources/mysql/session-settings.ts';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import { bindQuery } from '../../../../src/lib/sources/sql-text.ts';
import { texts } from '../../../contract/row-source.ts';
import { type OwnDatabase, ownDatabase } from '../../../support/own-database.ts';

describe('a MySQL session', () => {
  let database: OwnDatabase;
  beforeAll(async () => {
    database = await ownDatabase(inject('mariadbUrl'), 'sources_settings');
  });
  afterAll(async () => {
    await database.drop();
  });

  async function answer(...queries: readonly string[]): Promise<(string | null)[][]> {
    const session = await openSource('canal', database.url).open({
      signal: new AbortController().signal,
      zone: 'Africa/Lagos',
      limits: { totalTimeoutMs: 20_000 },
    });
    const answers: (string | null)[][] = [];
    for (const sql of queries) answers.push(...(await texts(await session.query(bindQuery('settings.sql', sql, {})))));
    await session.close();
    return answers;
  }

  it.each([
    ['character_set_client', 'utf8mb4'],
    ['character_set_results', 'utf8mb4'],
    ['character_set_connection', 'utf8mb4'],
    ['time_zone', '+01:00'],
    ['sql_mode', 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'],
    ['group_concat_max_len', '16777216'],
    ['net_write_timeout', '600'],
    ['net_read_timeout', '600'],
    ['lock_wait_timeout', '60'],
    ['innodb_lock_wait_timeout', '60'],
    ['max_statement_time', '20.000000'],
    ['autocommit', '1'],
    ['tx_isolation', 'REPEATABLE-READ'],
    ['tx_read_only', '1'],
    ['in_transaction', '1'],
  ])('has %s = %s', async (variable, value) => {
    expect(await answer(`SELECT @@SESSION.${variable}`)).toEqual([[value]]);
    expect(await answer(`SET @a := 1; SELECT @@SESSION.${variable}`)).toEqual([[value]]);
  });

  it('makes temporary tables without locking what it reads, and reads its rows from a snapshot taken after', async () => {
    await database.admin.query('CREATE TABLE fiches (id INT PRIMARY KEY, n INT) ENGINE = InnoDB');
    await database.admin.query('INSERT INTO fiches VALUES (1, 1), (2, 2)');
    const session = await openSource('canal', database.url).open({ signal: new AbortController().signal, zone: 'UTC' });
    await database.admin.query('INSERT INTO fiches VALUES (3, 3)');
    const sql =
      'CREATE TEMPORARY TABLE t AS SELECT * FROM fiches; INSERT INTO t SELECT id, n FROM fiches; SELECT COUNT(*) FROM t';
    expect(await texts(await session.query(bindQuery('t.sql', sql, {})))).toEqual([['6']]);
    await database.admin.query('SET SESSION innodb_lock_wait_timeout = 1');
    await database.admin.query('UPDATE fiches SET n = n + 10');
    const both = 'SELECT (SELECT COUNT(*) FROM t), (SELECT SUM(n) FROM fiches)';
    expect(await texts(await session.query(bindQuery('both.sql', both, {})))).toEqual([['6', '6']]);
    await session.close();
  });

  it('says when temporary tables come too late', async () => {
    await expect(answer('SELECT 1', 'CREATE TEMPORARY TABLE tard (n INT); SELECT * FROM tard')).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
      message: expect.stringContaining('in the first query of a session'),
    });
  });
});

describe('fixedOffset', () => {
  it.each([
    ['Africa/Dakar', '+00:00'],
    ['Africa/Lagos', '+01:00'],
    ['Indian/Antananarivo', '+03:00'],
    ['UTC', '+00:00'],
    ['+05:30', '+05:30'],
    ['Europe/Paris', undefined],
    ['America/Sao_Paulo', undefined],
    ['Africa/Casablanca', undefined],
    ['Nulle/Part', undefined],
  ])('of %s is %s', (zone, offset) => {
    expect(fixedOffset(zone)).toBe(offset);
  });
});
