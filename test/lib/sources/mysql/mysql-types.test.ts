import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RowCursor } from '../../../../src/lib/rows/row-cursor.ts';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import type { SourceColumn } from '../../../../src/lib/rows/column.ts';
import { bindQuery } from '../../../../src/lib/sources/sql-text.ts';
import { type OwnDatabase, ownDatabase } from '../../../support/own-database.ts';

type Case = readonly [type: string, literal: string, column: Omit<SourceColumn, 'name'>, bytes: string | Buffer];

/** Column types of MariaDB, a value that a careless driver spoils, and what must come out. */
const CASES: readonly Case[] = [
  ['TINYINT', '-128', { kind: 'integer' }, '-128'],
  ['TINYINT(1)', '1', { kind: 'integer' }, '1'],
  ['BOOLEAN', 'TRUE', { kind: 'integer' }, '1'],
  ['SMALLINT UNSIGNED', '65535', { kind: 'integer' }, '65535'],
  ['MEDIUMINT', '-8388608', { kind: 'integer' }, '-8388608'],
  ['INT(8) ZEROFILL', '42', { kind: 'integer' }, '00000042'],
  ['BIGINT', '9223372036854775807', { kind: 'integer' }, '9223372036854775807'],
  ['BIGINT UNSIGNED', '18446744073709551615', { kind: 'integer' }, '18446744073709551615'],
  ['YEAR', '2013', { kind: 'integer' }, '2013'],
  ['BIT(1)', "b'1'", { kind: 'integer', bits: 1 }, Buffer.from([1])],
  ['BIT(10)', "b'1000000001'", { kind: 'integer', bits: 10 }, Buffer.from([2, 1])],
  [
    'DECIMAL(30,10)',
    '12345678901234567890.123456789',
    { kind: 'decimal', scale: 10 },
    '12345678901234567890.1234567890',
  ],
  ['DECIMAL(10,2) ZEROFILL', '1.5', { kind: 'decimal', scale: 2 }, '00000001.50'],
  ['DECIMAL(5)', '7', { kind: 'decimal', scale: 0 }, '7'],
  ['FLOAT', '1.1', { kind: 'decimal' }, '1.1'],
  ['DOUBLE', '1e100', { kind: 'decimal' }, '1e100'],
  ['DOUBLE(8,3)', '1.5', { kind: 'decimal', scale: 3 }, '1.500'],
  ['DATE', "'2024-03-31'", { kind: 'date' }, '2024-03-31'],
  ['DATE', "'0000-00-00'", { kind: 'date' }, '0000-00-00'],
  ['DATE', "'2024-00-15'", { kind: 'date' }, '2024-00-15'],
  ['DATETIME', "'2024-03-31 02:30:00'", { kind: 'datetime' }, '2024-03-31 02:30:00'],
  ['DATETIME(6)', "'2024-03-31 02:30:00.123456'", { kind: 'datetime' }, '2024-03-31 02:30:00.123456'],
  ['TIMESTAMP', "'2024-07-01 12:00:00'", { kind: 'datetime' }, '2024-07-01 12:00:00'],
  ['TIME', "'-838:59:59'", { kind: 'duration' }, '-838:59:59'],
  ['CHAR(5)', "'é œ'", { kind: 'text' }, 'é œ'],
  ['VARCHAR(20) CHARACTER SET latin1', "'€ œuf'", { kind: 'text' }, '€ œuf'],
  ['VARCHAR(20) COLLATE utf8mb4_bin', "'😀'", { kind: 'text' }, '😀'],
  ['LONGTEXT', "'deux\\nlignes'", { kind: 'text' }, 'deux\nlignes'],
  ['JSON', `'{"formula":"=1+1", "n":  1.0}'`, { kind: 'text' }, '{"formula":"=1+1", "n":  1.0}'],
  ["ENUM('oui','non')", "'non'", { kind: 'text' }, 'non'],
  ["SET('a','b','c')", "'a,c'", { kind: 'text' }, 'a,c'],
  ['UUID', "'123e4567-e89b-12d3-a456-426655440000'", { kind: 'text' }, '123e4567-e89b-12d3-a456-426655440000'],
  ['INET6', "'2001:db8::1'", { kind: 'text' }, '2001:db8::1'],
  ['VARBINARY(4)', "x'00FF80'", { kind: 'binary' }, Buffer.from([0, 0xff, 0x80])],
  ['BINARY(2)', "x'01'", { kind: 'binary' }, Buffer.from([1, 0])],
  ['BLOB', "x'FB00'", { kind: 'binary' }, Buffer.from([0xfb, 0])],
];

describe('a MySQL column', () => {
  let database: OwnDatabase;
  beforeAll(async () => {
    database = await ownDatabase(inject('mariadbUrl'), 'sources_types');
    await database.admin.query("SET sql_mode = '', time_zone = '+00:00'");
  });
  afterAll(async () => {
    await database.admin.query('SET GLOBAL max_allowed_packet = DEFAULT, GLOBAL group_concat_max_len = DEFAULT');
    await database.drop();
  });

  async function first(
    sql: string,
    zone = 'Africa/Dakar',
  ): Promise<{ columns: readonly SourceColumn[]; cells: Buffer[] }> {
    const session = await openSource('types', database.url).open({ signal: new AbortController().signal, zone });
    try {
      const rows = await session.query(bindQuery('types.sql', sql, {}));
      const cells: Buffer[] = [];
      for await (const chunk of rows) {
        const cursor = new RowCursor(chunk);
        while (cursor.next()) cells.push(Buffer.from(cursor.bytes.subarray(cursor.start, cursor.end)));
      }
      return { columns: rows.columns, cells };
    } finally {
      await session.close();
    }
  }

  it.each(CASES)('%s with the value %s is exact', async (type, literal, column, bytes) => {
    await database.admin.query(`CREATE OR REPLACE TABLE un (v ${type})`);
    await database.admin.query(`INSERT INTO un VALUES (${literal})`);
    const { columns, cells } = await first('SELECT v FROM un');
    expect(columns).toEqual([{ name: 'v', ...column }]);
    expect(cells).toEqual([Buffer.from(bytes)]);
  });

  it.each<[string, Omit<SourceColumn, 'name'>, string]>([
    ['NULL', { kind: 'text' }, ''],
    ["CONCAT('0', 1)", { kind: 'text' }, '01'],
    ["DATE_FORMAT('2013-07-25', '%d/%m/%Y')", { kind: 'text' }, '25/07/2013'],
    ["CAST('2013-07-25' AS DATE)", { kind: 'date' }, '2013-07-25'],
    ["TIMEDIFF('10:00:00', '11:30:00')", { kind: 'duration' }, '-01:30:00'],
    ['COUNT(*)', { kind: 'integer' }, '1'],
    ['SUM(3)', { kind: 'decimal', scale: 0 }, '3'],
    ['AVG(1.5)', { kind: 'decimal', scale: 5 }, '1.50000'],
    ['1 / 3', { kind: 'decimal', scale: 4 }, '0.3333'],
    ['RAND() * 0', { kind: 'decimal' }, '0'],
    ['1 = 1', { kind: 'integer' }, '1'],
    ["UNHEX('00FF')", { kind: 'binary' }, '\0\ufffd'],
  ])('of the expression %s has the kind of its metadata', async (expression, column, text) => {
    const { columns, cells } = await first(`SELECT ${expression} AS v`);
    expect(columns).toEqual([{ name: 'v', ...column }]);
    expect(cells.map(String)).toEqual([text]);
  });

  it('GEOMETRY is refused, with what to do', async () => {
    await expect(first("SELECT ST_GeomFromText('POINT(1 2)') AS lieu")).rejects.toMatchObject({
      code: 'RESULT_UNUSABLE',
      retry: 'permanent',
      message: expect.stringMatching(/column "lieu".*ST_AsText/),
    });
    expect((await first("SELECT ST_AsText(ST_GeomFromText('POINT(1 2)')) AS lieu")).cells).toEqual([
      Buffer.from('POINT(1 2)'),
    ]);
  });

  it('TIMESTAMP is shown in the zone of the session, DATETIME as it is', async () => {
    await database.admin.query('CREATE TABLE heures (ts TIMESTAMP, dt DATETIME)');
    await database.admin.query("INSERT INTO heures VALUES ('2013-07-25 22:30:00', '2013-07-25 22:30:00')");
    const texts = ['Africa/Dakar', 'Africa/Lagos', 'Etc/GMT-2'].map(async (zone) =>
      (await first('SELECT ts, dt FROM heures', zone)).cells.map(String),
    );
    expect(await Promise.all(texts)).toEqual([
      ['2013-07-25 22:30:00', '2013-07-25 22:30:00'],
      ['2013-07-25 23:30:00', '2013-07-25 22:30:00'],
      ['2013-07-26 00:30:00', '2013-07-25 22:30:00'],
    ]);
  });

  it('of a zone whose offset changes is refused by a server without zone tables', async () => {
    await expect(first('SELECT 1', 'Europe/Paris')).rejects.toMatchObject({
      code: 'SOURCE_ZONE_UNKNOWN',
      retry: 'permanent',
    });
    await expect(first('SELECT 1', 'Nulle/Part')).rejects.toMatchObject({
      code: 'SOURCE_ZONE_UNKNOWN',
      retry: 'permanent',
    });
  });

  it('may hold more than one packet', async () => {
    await database.admin.query('SET GLOBAL max_allowed_packet = 64 * 1024 * 1024');
    const { cells } = await first(
      `SELECT ${Array.from({ length: 4 }, (_, index) => `REPEAT('${'abcd'.charAt(index)}', 9000000)`).join(', ')}`,
    );
    expect(
      cells.map((cell) => [cell.length, cell.toString('latin1', 0, 1), cell.toString('latin1', cell.length - 1)]),
    ).toEqual(['a', 'b', 'c', 'd'].map((letter) => [9_000_000, letter, letter]));
  });

  it.each([
    ['GROUP_CONCAT', 'SET SESSION group_concat_max_len = 16; SELECT GROUP_CONCAT(seq) FROM seq_1_to_100'],
    ['max_allowed_packet', "SELECT REPEAT('x', 1024 * 1024 * 1024)"],
  ])('is refused when the server cuts its value (%s)', async (_, sql) => {
    await expect(first(sql)).rejects.toMatchObject({ code: 'RESULT_UNUSABLE', retry: 'permanent' });
  });

  it('is not cut by GROUP_CONCAT at the limit of the server', async () => {
    await database.admin.query('SET GLOBAL group_concat_max_len = 1024');
    expect((await first('SELECT GROUP_CONCAT(seq) FROM seq_1_to_100000')).cells[0]).toHaveLength(588_894);
  });

  it('of a procedure with several results is refused', async () => {
    await database.admin.query('CREATE PROCEDURE deux() BEGIN SELECT 1 AS a; SELECT 2 AS b; END');
    await expect(first('CALL deux()')).rejects.toMatchObject({ code: 'RESULT_UNUSABLE', retry: 'permanent' });
  });
});
