import { afterEach, describe, expect, it } from 'vitest';
import { RowCursor } from '../../src/lib/rows/row-cursor.ts';
import type { RowSource, RowStream, SourceSession } from '../../src/lib/sources/row-source.ts';
import { bindQuery, type SqlParameters } from '../../src/lib/sources/sql-text.ts';

/** What an adapter's tests must provide; the data is made by `rowSourceContract` in plain SQL. */
export interface RowSourceHarness {
  readonly source: () => RowSource;
  /** Runs statements as a writer, beside the sessions under test; what it did is committed when it resolves. */
  readonly write: (...statements: readonly string[]) => Promise<void>;
  /** Name of the database or schema the writer works in. */
  readonly schema: () => string;
}

/** The behaviour every RowSource owes. Call it inside a test file, once its harness is set up. */
export function rowSourceContract({ source, write, schema }: RowSourceHarness): void {
  describe('as every row source', () => {
    const sessions: SourceSession[] = [];
    afterEach(async () => {
      await Promise.all(sessions.splice(0).map((session) => session.close()));
    });
    const open = async (signal = new AbortController().signal): Promise<SourceSession> => {
      const session = await source().open({ signal, zone: 'Africa/Dakar' });
      sessions.push(session);
      return session;
    };
    const run = async (sql: string, own: SqlParameters = {}): Promise<RowStream> =>
      (await open()).query(bindQuery('contract.sql', sql, own));
    const table = (name: string): string => `${schema()}.${name}`;

    it('gives rows in order with their columns', async () => {
      await write(
        'CREATE TABLE fiches (id INTEGER PRIMARY KEY, nom VARCHAR(40), solde DECIMAL(10,2), le DATE, a TIMESTAMP)',
      );
      await write(
        "INSERT INTO fiches VALUES (1, 'Ndèye', 12.5, '2013-07-25', '2013-07-25 04:00:00'), (2, 'Ali', -3, NULL, NULL)",
      );
      const rows = await run(
        `SELECT id, nom, solde, le, a AS "quand" FROM ${table('fiches')} ORDER BY id`.replaceAll('"', '`'),
      );
      expect(rows.columns).toEqual([
        { name: 'id', kind: 'integer' },
        { name: 'nom', kind: 'text' },
        { name: 'solde', kind: 'decimal', scale: 2 },
        { name: 'le', kind: 'date' },
        { name: 'quand', kind: 'datetime' },
      ]);
      expect(await texts(rows)).toEqual([
        ['1', 'Ndèye', '12.50', '2013-07-25', '2013-07-25 04:00:00'],
        ['2', 'Ali', '-3.00', null, null],
      ]);
    });

    it('keeps NULL and the empty text apart', async () => {
      expect(await texts(await run("SELECT NULL AS a, '' AS b"))).toEqual([[null, '']]);
    });

    it.each(['é œ € 😀', "l'été", 'a;b"c', 'deux\nlignes\r\n', '00221771234567', String.raw`\N \ %`, ''])(
      'binds and gives back %j exactly',
      async (text) => {
        expect(await texts(await run('SELECT :text AS t', { text }))).toEqual([[text]]);
      },
    );

    it('keeps every digit of a large integer', async () => {
      const values = [9223372036854775807n, -9223372036854775807n, 42, 9007199254740993n];
      expect(
        await texts(
          await run(
            'SELECT :a AS a, :b AS b, :c AS c, :d AS d',
            Object.fromEntries(values.map((value, index) => ['abcd'.charAt(index), value])),
          ),
        ),
      ).toEqual([values.map(String)]);
    });

    it('announces the columns of an empty result', async () => {
      await write('CREATE TABLE vides (id INTEGER, nom VARCHAR(10))');
      const rows = await run(`SELECT nom, id FROM ${table('vides')}`);
      expect(rows.columns.map(({ name }) => name)).toEqual(['nom', 'id']);
      expect(await texts(rows)).toEqual([]);
    });

    it('keeps columns that have the same name', async () => {
      const rows = await run('SELECT 1 AS a, 2 AS a, 3 AS `__proto__`');
      expect(rows.columns.map(({ name }) => name)).toEqual(['a', 'a', '__proto__']);
      expect(await texts(rows)).toEqual([['1', '2', '3']]);
    });

    it('gives more rows than one chunk holds, each once', async () => {
      await write('CREATE TABLE beaucoup (n INTEGER, remplissage VARCHAR(200))', numbers('beaucoup', 20_000));
      const counted: (string | null)[] = [];
      for (const row of await texts(await run(`SELECT n, remplissage FROM ${table('beaucoup')} ORDER BY n`)))
        counted.push(row[0] ?? null);
      expect(counted).toEqual(Array.from({ length: 20_000 }, (_, index) => String(index + 1)));
    });

    it('shows every query of a session the same snapshot, while a writer commits', async () => {
      await write('CREATE TABLE ecrits (n INTEGER)', 'INSERT INTO ecrits VALUES (1)');
      const session = await open();
      const count = bindQuery('count.sql', `SELECT COUNT(*) AS n FROM ${table('ecrits')}`, {});
      await write('INSERT INTO ecrits VALUES (2)');
      const first = await texts(await session.query(count));
      await write('INSERT INTO ecrits VALUES (3)');
      expect(await texts(await session.query(count))).toEqual(first);
      expect(await texts(await run(`SELECT COUNT(*) AS n FROM ${table('ecrits')}`))).toEqual([['3']]);
    });

    it('runs several statements on one connection, the last giving the rows', async () => {
      await write('CREATE TABLE appels (n INTEGER)', 'INSERT INTO appels VALUES (1), (2), (3)');
      const sql = `
        CREATE TEMPORARY TABLE choisis AS SELECT n FROM ${table('appels')} WHERE n > :min; -- scratch
        SELECT 'ignored';
        INSERT INTO choisis SELECT n * 10 FROM ${table('appels')};
        UPDATE choisis SET n = n + 1;
        SELECT n FROM choisis ORDER BY n;`;
      const session = await source().open({ signal: new AbortController().signal, zone: 'Africa/Dakar' });
      sessions.push(session);
      // A server puts a temporary table into the database of the connection, the sample into its own.
      expect(await texts(await session.query(bindQuery('several.sql', sql, { min: 2 })))).toEqual([
        ['4'],
        ['11'],
        ['21'],
        ['31'],
      ]);
    });

    it.each<[readonly number[], readonly (readonly string[])[]]>([
      [
        [1, 3],
        [['1'], ['3']],
      ],
      [[2], [['2']]],
      [[], []],
    ])('binds the list %j', async (list, expected) => {
      const rows = await run(
        'SELECT n FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) AS t WHERE n IN (:list) ORDER BY n',
        { list },
      );
      expect(await texts(rows)).toEqual(expected);
    });

    it.each([
      ['an unknown table', () => `SELECT * FROM ${table('nulle_part')}`],
      ['an unknown column', () => 'SELECT nulle_part'],
      ['bad syntax', () => 'SELEC 1'],
    ])('refuses %s for good, and the session goes on', async (_, sql) => {
      const session = await open();
      await expect(session.query(bindQuery('bad.sql', sql(), {}))).rejects.toMatchObject({
        code: 'QUERY_REJECTED',
        retry: 'permanent',
      });
      expect(await texts(await session.query(bindQuery('good.sql', 'SELECT 1 AS n', {})))).toEqual([['1']]);
    });

    it('goes on with a snapshot after a first query whose preparation failed', async () => {
      await write('CREATE TABLE suites (n INTEGER)');
      const session = await open();
      await expect(session.query(bindQuery('bad.sql', 'SELEC 1; SELECT 1', {}))).rejects.toThrow();
      const count = bindQuery('count.sql', `SELECT COUNT(*) AS n FROM ${table('suites')}`, {});
      expect(await texts(await session.query(count))).toEqual([['0']]);
      await write('INSERT INTO suites VALUES (1)');
      expect(await texts(await session.query(count))).toEqual([['0']]);
    });

    it('refuses a last statement that gives no rows', async () => {
      await expect(run('CREATE TEMPORARY TABLE t (n INTEGER); INSERT INTO t VALUES (1)')).rejects.toMatchObject({
        code: 'RESULT_UNUSABLE',
        retry: 'permanent',
      });
    });

    it('does not let a query change the data', async () => {
      await write('CREATE TABLE intacts (n INTEGER)');
      const insert = `INSERT INTO ${table('intacts')} VALUES (1)`;
      await expect(run(insert)).rejects.toMatchObject({ retry: 'permanent' });
      await expect(run(`${insert}; SELECT 1`)).rejects.toMatchObject({ code: 'QUERY_REJECTED', retry: 'permanent' });
      await expect(run(`DROP TABLE ${table('intacts')}; SELECT 1`)).rejects.toMatchObject({ code: 'QUERY_REJECTED' });
      expect(await texts(await run(`SELECT n FROM ${table('intacts')}`))).toEqual([]);
    });

    it('refuses a second query before the end of the first, and a second iteration', async () => {
      const session = await open();
      const query = bindQuery('one.sql', 'SELECT 1 AS n', {});
      const rows = await session.query(query);
      await expect(session.query(query)).rejects.toMatchObject({ code: 'SOURCE_SESSION_MISUSED' });
      expect(await texts(rows)).toEqual([['1']]);
      expect(() => rows[Symbol.asyncIterator]()).toThrow('a second iteration');
      expect(await texts(await session.query(query))).toEqual([['1']]);
    });

    it('rejects with the reason of the abort, before, during and after a query', async () => {
      await write('CREATE TABLE longs (n INTEGER, remplissage VARCHAR(200))', numbers('longs', 30_000));
      const reason = new Error('the operator cancelled the run');
      await expect(source().open({ signal: AbortSignal.abort(reason), zone: 'Africa/Dakar' })).rejects.toBe(reason);
      const abort = new AbortController();
      const session = await open(abort.signal);
      const query = bindQuery('long.sql', `SELECT a.n, a.remplissage FROM ${table('longs')} AS a`, {});
      const rows = (await session.query(query))[Symbol.asyncIterator]();
      expect((await rows.next()).done).toBe(false);
      abort.abort(reason);
      await expect(exhausted(rows)).rejects.toBe(reason);
      await expect(session.query(query)).rejects.toBe(reason);
    });

    it('ends when the iteration is left early', async () => {
      const session = await open();
      const sql = `SELECT a.n FROM ${table('longs')} AS a`;
      for await (const _ of await session.query(bindQuery('early.sql', sql, {}))) break;
      await expect(session.query(bindQuery('early.sql', sql, {}))).rejects.toMatchObject({
        code: 'SOURCE_SESSION_MISUSED',
      });
    });

    it('gives up when its budget is spent', async () => {
      const query = bindQuery('long.sql', `SELECT a.n, a.remplissage FROM ${table('longs')} AS a`, {});
      const limits = { totalTimeoutMs: 1 };
      const spend = async (): Promise<void> => {
        const session = await source().open({ signal: new AbortController().signal, zone: 'Africa/Dakar', limits });
        sessions.push(session);
        await texts(await session.query(query));
      };
      await expect(spend()).rejects.toMatchObject({ code: 'SOURCE_TIME_EXCEEDED', retry: 'busy' });
    });

    it('closes twice, and after an error', async () => {
      const session = await open();
      await expect(session.query(bindQuery('bad.sql', 'SELEC', {}))).rejects.toThrow();
      await session.close();
      await session.close();
      await expect(session.query(bindQuery('late.sql', 'SELECT 1', {}))).rejects.toMatchObject({
        code: 'SOURCE_SESSION_MISUSED',
      });
    });

    it('tells the manifest what answered', async () => {
      expect((await open()).facts).toEqual({
        server: expect.stringMatching(/\d+\.\d+/),
        zone: expect.stringContaining('Africa/Dakar'),
      });
    });

    it('is found reachable', async () => {
      expect(await source().inspect(new AbortController().signal)).toMatchObject({
        reachable: true,
        detail: expect.stringMatching(/\d+\.\d+/),
      });
    });
  });
}

/** All rows as texts; null for NULL. */
export async function texts(rows: RowStream): Promise<(string | null)[][]> {
  const width = rows.columns.length;
  const all: (string | null)[][] = [];
  for await (const chunk of rows) {
    const cursor = new RowCursor(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      all.push(Array.from({ length: width }, () => (cursor.next(), cursor.text())));
    }
    expect(cursor.next()).toBe(false);
  }
  return all;
}

async function exhausted(rows: AsyncIterator<unknown>): Promise<void> {
  while ((await rows.next()).done !== true);
}

/** Fills (n, remplissage) with 1 to `count`, on either kind of database. */
function numbers(table: string, count: number): string {
  return `INSERT INTO ${table} WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < ${count})
    SELECT n, 'une ligne de remplissage, assez longue pour que les lignes fassent plusieurs morceaux' FROM t`;
}
