import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { SampleIncomplete } from '../../lib/errors/embedded-errors.ts';
import { loadSampleIntoMysql } from './load-sample.ts';
import type { SampleOptions } from './sample-rows.ts';
import { sampleDatabases } from './tables.ts';

/**
 * Makes the sample databases on the MySQL or MariaDB server at `url` when it has none of them, and changes nothing on a
 * server that has. Throws SampleIncomplete where some are missing or not filled to the end.
 */
export async function ensureSampleInMysql(url: string, options: SampleOptions = {}): Promise<'made' | 'present'> {
  const connection = await createConnection({ uri: url });
  try {
    const found = await databasesOf(connection);
    if (found.length > 0) return await complete(connection, found);
  } finally {
    await connection.end();
  }
  await loadSampleIntoMysql(url, options);
  return 'made';
}

async function databasesOf(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name IN (?) ORDER BY schema_name',
    [sampleDatabases.map(({ name }) => name)],
  );
  return rows.map(({ name }) => String(name));
}

/** The last table is filled last and in one transaction: a row in it means that everything before it is there. */
async function complete(connection: Connection, found: readonly string[]): Promise<'present'> {
  const last = sampleDatabases.at(-1);
  const isFilled = await hasRows(connection, last?.name ?? '', last?.tables.at(-1)?.name ?? '');
  if (isFilled && found.length === sampleDatabases.length) return 'present';
  throw new SampleIncomplete({
    where: 'the sample databases of this server',
    got: `${found.join(', ')}, not all of them filled`,
    expected: 'none of them, or all of them filled',
    next: 'If they are leftovers of a sample, drop them and load it again.',
  });
}

async function hasRows(connection: Connection, database: string, table: string): Promise<boolean> {
  const [tables] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?',
    [database, table],
  );
  if (tables.length === 0) return false;
  const [rows] = await connection.query<RowDataPacket[]>('SELECT 1 FROM ??.?? LIMIT 1', [database, table]);
  return rows.length > 0;
}
