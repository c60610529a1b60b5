import { createConnection, type Connection } from 'mysql2/promise';
import { type SampleOptions, sampleRows } from './sample-rows.ts';
import { createIndexes, createTable, type SampleTable, sampleDatabases } from './tables.ts';

const ROWS_PER_INSERT = 500;

/**
 * Makes the sample databases on the MySQL or MariaDB server at `url`, an account that may create them; databases of the
 * same names are dropped first.
 */
export async function loadSampleIntoMysql(url: string, options: SampleOptions = {}): Promise<void> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  try {
    await createSampleDatabases(connection);
    for (const { name, tables } of sampleDatabases) {
      await connection.query(`USE ${name}`);
      for (const table of tables) await loadTable(connection, table, options);
    }
  } finally {
    await connection.end();
  }
}

/** Makes the databases of the sample with their tables and indexes, empty. */
export async function createSampleDatabases(connection: Connection): Promise<void> {
  for (const { name, tables } of sampleDatabases) {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    await connection.query(`USE ${name}`);
    for (const table of tables) {
      for (const statement of [createTable(table), ...createIndexes(table)]) await connection.query(statement);
    }
  }
}

async function loadTable(connection: Connection, table: SampleTable, options: SampleOptions): Promise<void> {
  const names = table.columns.map(([name]) => name);
  const insert = `INSERT INTO ${table.name} VALUES ?`;
  let batch: unknown[][] = [];
  await connection.beginTransaction();
  for (const row of sampleRows(table, options)) {
    batch.push(names.map((name) => row[name] ?? null));
    if (batch.length < ROWS_PER_INSERT) continue;
    await connection.query(insert, [batch]);
    batch = [];
  }
  if (batch.length > 0) await connection.query(insert, [batch]);
  await connection.commit();
}
