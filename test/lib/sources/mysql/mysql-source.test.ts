import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import { rowSourceContract } from '../../../contract/row-source.ts';
import { type OwnDatabase, ownDatabase } from '../../../support/own-database.ts';

const READER = "sources_reader@'127.0.0.1'";

describe('MysqlSource', () => {
  let database: OwnDatabase;
  beforeAll(async () => {
    database = await ownDatabase(inject('mariadbUrl'), 'sources_contract');
    await database.admin.query('SET max_recursive_iterations = 100000');
    await database.admin.query(`CREATE USER ${READER} IDENTIFIED BY 's3cret'`);
    await database.admin.query(`GRANT SELECT, SHOW VIEW, CREATE TEMPORARY TABLES ON sources_contract.* TO ${READER}`);
  });
  afterAll(async () => {
    await database.admin.query(`DROP USER ${READER}`);
    await database.drop();
  });

  rowSourceContract({
    source: () => openSource('canal', database.url),
    write: async (...statements) => {
      for (const statement of statements) await database.admin.query(statement);
    },
    schema: () => database.name,
  });

  it('tells an account that may write from one that reads, and no secret', async () => {
    const reader = Object.assign(new URL(database.url), { username: 'sources_reader', password: 's3cret' }).href;
    const inspect = (url: string): Promise<unknown> => openSource('canal', url).inspect(new AbortController().signal);
    const detail = expect.stringMatching(/^MariaDB 10\.\d+\.\d+-MariaDB[^:@]*$/);
    expect(await inspect(reader)).toEqual({ reachable: true, detail, writable: false });
    expect(await inspect(database.url)).toEqual({ reachable: true, detail, writable: true });
  });
});
