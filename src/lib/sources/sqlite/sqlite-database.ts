import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { sqliteError } from './sqlite-errors.ts';
import type { SqliteFile } from './sqlite-files.ts';

/**
 * A database in memory, for temporary tables, to which the files are attached read-only under their names.
 * Text that is not UTF-8 makes libsql 0.5 end the process: these files are our own samples, not a server's data.
 */
export function openDatabase(where: string, files: readonly SqliteFile[]): Database.Database {
  const database = new Database(':memory:');
  try {
    for (const { schema, path } of files) {
      const uri = `${pathToFileURL(path).href}?mode=ro`.replaceAll("'", "''");
      database.exec(`ATTACH '${uri}' AS "${schema}"`);
    }
    return database;
  } catch (error) {
    database.close();
    throw sqliteError(where, error);
  }
}

/** Begins a transaction that has a snapshot of every file: SQLite takes one at the first read of each. */
export function beginSnapshot(where: string, database: Database.Database, files: readonly SqliteFile[]): void {
  try {
    database.exec('BEGIN');
    for (const { schema } of files) database.prepare(`SELECT count(*) FROM "${schema}".sqlite_schema`).get();
  } catch (error) {
    database.close();
    throw sqliteError(where, error);
  }
}

export function sqliteVersion(database: Database.Database): string {
  const row = database.prepare('SELECT sqlite_version()').raw(true).all()[0];
  return Array.isArray(row) ? String(row[0]) : 'unknown';
}
