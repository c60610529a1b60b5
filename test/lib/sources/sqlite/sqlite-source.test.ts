import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import type { RowStream } from '../../../../src/lib/sources/row-source.ts';
import { bindQuery } from '../../../../src/lib/sources/sql-text.ts';
import { rowSourceContract, texts } from '../../../contract/row-source.ts';

describe('SqliteSource', () => {
  let dir: string;
  beforeAll(async () => {
    // A quote, a space and the signs of a URL may stand in a path.
    dir = await mkdtemp(join(tmpdir(), "bordereau l'été #1?%20-"));
    write('canal', 'PRAGMA journal_mode = WAL');
    write('ipvox_outband', 'CREATE TABLE archives_appel (id INTEGER)', 'INSERT INTO archives_appel VALUES (7)');
  });
  afterAll(async () => {
    await rm(dir, { recursive: true });
  });

  function write(schema: string, ...statements: readonly string[]): void {
    const database = new Database(join(dir, `${schema}.db`));
    for (const statement of statements) database.exec(statement);
    database.close();
  }

  async function read(
    path: string,
    sql: string,
  ): Promise<{ columns: RowStream['columns']; rows: (string | null)[][] }> {
    const session = await openSource('canal', `sqlite:${path}`).open({
      signal: new AbortController().signal,
      zone: 'UTC',
    });
    try {
      const rows = await session.query(bindQuery('q.sql', sql, {}));
      return { columns: rows.columns, rows: await texts(rows) };
    } finally {
      await session.close();
    }
  }

  rowSourceContract({
    source: () => openSource('canal', `sqlite:${dir}`),
    write: async (...statements) => write('canal', ...statements),
    schema: () => 'canal',
  });

  it('attaches every database of a folder, or a single file, under its name', async () => {
    const sql = 'SELECT id FROM ipvox_outband.archives_appel';
    expect((await read(dir, sql)).rows).toEqual([['7']]);
    expect((await read(join(dir, 'ipvox_outband.db'), sql)).rows).toEqual([['7']]);
    expect(await openSource('canal', `sqlite:${dir}`).inspect(new AbortController().signal)).toEqual({
      reachable: true,
      detail: expect.stringMatching(/^SQLite [\d.]+: canal, ipvox_outband$/),
      writable: false,
    });
  });

  it.each([
    ['INT UNSIGNED', '42', { kind: 'integer' }, '42'],
    ['BIGINT', '9223372036854775807', { kind: 'integer' }, '9223372036854775807'],
    ['TINYINT(1)', '1', { kind: 'integer' }, '1'],
    ['DECIMAL(10,2)', '1.5', { kind: 'decimal', scale: 2 }, '1.50'],
    ['DECIMAL(10,2)', '3', { kind: 'decimal', scale: 2 }, '3.00'],
    ['DECIMAL(10,2)', '-0.125', { kind: 'decimal', scale: 2 }, '-0.125'],
    ['NUMERIC(6)', '3', { kind: 'decimal', scale: 0 }, '3'],
    ['DOUBLE', '1e100', { kind: 'decimal' }, '1e100'],
    ['REAL', '0.1', { kind: 'decimal' }, '0.1'],
    ['REAL', '3.0', { kind: 'decimal' }, '3'],
    ['DATE', "'2013-07-25'", { kind: 'date' }, '2013-07-25'],
    ['DATETIME', "'2013-07-25 10:11:12'", { kind: 'datetime' }, '2013-07-25 10:11:12'],
    ['TIMESTAMP', "'2013-07-25 10:11:12'", { kind: 'datetime' }, '2013-07-25 10:11:12'],
    ['TIME', "'-10:11:12'", { kind: 'duration' }, '-10:11:12'],
    ['VARCHAR(20)', "'00221'", { kind: 'text' }, '00221'],
    ['CHAR(1)', "'O'", { kind: 'text' }, 'O'],
    ['BLOB', "x'41FB'", { kind: 'binary' }, 'A\ufffd'],
  ])('shows a %s of %s as MySQL would', async (type, literal, column, text) => {
    write('types', `DROP TABLE IF EXISTS un`, `CREATE TABLE un (v ${type})`, `INSERT INTO un VALUES (${literal})`);
    expect(await read(join(dir, 'types.db'), 'SELECT v FROM un')).toEqual({
      columns: [{ name: 'v', ...column }],
      rows: [[text]],
    });
    await rm(join(dir, 'types.db'));
  });

  it('takes an expression for text, whatever its value', async () => {
    expect(await read(dir, "SELECT COUNT(*) AS n, 'x' AS t")).toEqual({
      columns: [
        { name: 'n', kind: 'text' },
        { name: 't', kind: 'text' },
      ],
      rows: [['1', 'x']],
    });
  });

  it('refuses a number that no file can hold', async () => {
    await expect(read(dir, 'SELECT 9e999 AS trop')).rejects.toMatchObject({
      code: 'RESULT_UNUSABLE',
      message: expect.stringContaining('"trop"'),
    });
  });

  it('lets the event loop turn between chunks', async () => {
    let turns = 0;
    const turn = (): void => {
      turns++;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    const sql =
      "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 20000) SELECT n, printf('%.100c', 'x') AS c FROM t";
    expect((await read(dir, sql)).rows).toHaveLength(20_000);
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(7);
  });

  it.each([
    ['a missing path', 'nulle_part', {}],
    ['a folder without databases', '.', {}],
    ['a file that is no database', 'faux.db', { 'faux.db': 'not a database, '.repeat(100) }],
    ['a name that is no schema', 'deux-mots.db', { 'deux-mots.db': '' }],
    ['a name of SQLite itself', 'main.db', { 'main.db': '' }],
  ])('refuses %s for good', async (_, path, files) => {
    const here = await mkdtemp(join(tmpdir(), 'bordereau-sqlite-'));
    for (const [name, content] of Object.entries(files)) await writeFile(join(here, name), content);
    await expect(read(join(here, path), 'SELECT 1')).rejects.toMatchObject({
      code: 'SOURCE_ACCESS_DENIED',
      retry: 'permanent',
    });
    const health = await openSource('canal', `sqlite:${join(here, path)}`).inspect(new AbortController().signal);
    expect(health).toMatchObject({ reachable: false, writable: false });
    await rm(here, { recursive: true });
  });
});
