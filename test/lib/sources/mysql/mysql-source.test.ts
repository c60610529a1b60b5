import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import { rowSourceContract } from '../../../contract/row-source.ts';

const DATABASE = 'sources_contract';

describe('MysqlSource', () => {
  let writer: Connection;
  beforeAll(async () => {
    writer = await createConnection({ uri: inject('mariadbUrl') });
    await writer.query(`CREATE DATABASE ${DATABASE}`);
    await writer.query(`USE ${DATABASE}`);
    await writer.query('SET max_recursive_iterations = 100000');
  });
  afterAll(async () => {
    await writer.query(`DROP DATABASE ${DATABASE}`);
    await writer.end();
  });

  rowSourceContract({
    source: () => openSource('canal', `${inject('mariadbUrl')}/${DATABASE}`),
    write: async (...statements) => {
      for (const statement of statements) await writer.query(statement);
    },
    schema: () => DATABASE,
  });
});
