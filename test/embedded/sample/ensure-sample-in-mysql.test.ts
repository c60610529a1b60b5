import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureSampleInMysql } from '../../../src/embedded/sample/ensure-sample-in-mysql.ts';
import { SampleIncomplete } from '../../../src/lib/errors/embedded-errors.ts';
import { runCli } from '../../support/cli.ts';
import { type PrivateMariadb, startPrivateMariadb } from '../../support/private-mariadb.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let mariadb: PrivateMariadb;

// A server of its own: the sample's databases have fixed names.
beforeAll(async () => {
  mariadb = await startPrivateMariadb();
});
afterAll(async () => {
  await mariadb.stop();
});

/** Runs statements as the administrator; gives the rows of the last one. */
async function query(...statements: string[]): Promise<RowDataPacket[]> {
  const connection = await createConnection({ uri: mariadb.adminUrl });
  try {
    let rows: RowDataPacket[] = [];
    for (const statement of statements) [rows] = await connection.query<RowDataPacket[]>(statement);
    return rows;
  } finally {
    await connection.end();
  }
}

it('makes the sample on a server without it, with no more rights than the demo profile gives', async () => {
  const account = "'bordereau'@'127.0.0.1'";
  await query(
    `CREATE USER ${account} IDENTIFIED BY 'demo'`,
    ...['canal', 'ipvox_outband', 'tigo'].map((name) => `GRANT ALL ON ${name}.* TO ${account}`),
  );
  const url = `mysql://bordereau:demo@127.0.0.1:${mariadb.port}`;
  expect(await ensureSampleInMysql(url, { fiches: 500 })).toBe('made');
  expect(await query('SELECT COUNT(*) AS rows_made FROM canal.main')).toMatchObject([{ rows_made: 500 }]);
});

it('is what `bordereau sample` does, with an address that no list of processes shows', async () => {
  const urlFile = join(await tempFolder(), 'sample_url');
  await writeFile(urlFile, `${mariadb.adminUrl}\n`);
  const { code, stdout } = await runCli(['sample', '--url-file', urlFile], {});
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'The sample databases are there already.\n' });
});

it('changes nothing on a server that has the sample', async () => {
  await query('DELETE FROM canal.main LIMIT 1');
  expect(await ensureSampleInMysql(mariadb.adminUrl, { fiches: 500 })).toBe('present');
  expect(await query('SELECT COUNT(*) AS rows_left FROM canal.main')).toMatchObject([{ rows_left: 499 }]);
});

it('refuses a server that has part of it, and drops nothing there', async () => {
  await query('DROP DATABASE tigo');
  await expect(ensureSampleInMysql(mariadb.adminUrl)).rejects.toThrow(SampleIncomplete);
  await query('CREATE DATABASE tigo', 'CREATE TABLE tigo.recharges (id INT)');
  await expect(ensureSampleInMysql(mariadb.adminUrl)).rejects.toThrow('got canal, ipvox_outband, tigo');
  expect(await query('SELECT COUNT(*) AS rows_left FROM canal.main')).toMatchObject([{ rows_left: 499 }]);
});
