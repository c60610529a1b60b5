import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { SourceAccessDenied } from '../../errors/source-errors.ts';
import { systemCode } from './sqlite-errors.ts';

/** A database file and the name its tables are known by (`canal.main`), which is the file's own. */
export interface SqliteFile {
  readonly schema: string;
  readonly path: string;
}

const SCHEMA = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const RESERVED = new Set(['main', 'temp']);

/** The databases a `sqlite:` URL stands for: the file, or every `<name>.db` of the folder, by name. */
export async function sqliteFiles(where: string, path: string): Promise<readonly SqliteFile[]> {
  const files = await databasePaths(path).catch((cause: unknown) => {
    throw new SourceAccessDenied({
      where,
      got: `no readable file or folder at its path (${systemCode(cause)})`,
      expected: 'a database file, or a folder of <name>.db files',
      cause,
    });
  });
  const databases = files.map((file) => ({ schema: basename(file, extname(file)), path: resolve(file) }));
  const bad = databases.find(({ schema }) => !SCHEMA.test(schema) || RESERVED.has(schema.toLowerCase()));
  if (bad !== undefined || databases.length === 0) {
    throw new SourceAccessDenied({
      where,
      got: bad === undefined ? 'a folder without databases' : `a database file named "${bad.schema}"`,
      expected: 'files <name>.db, each name fit to be a schema of SQL and none "main" or "temp"',
    });
  }
  return databases;
}

async function databasePaths(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => extname(name) === '.db')
    .sort()
    .map((name) => join(path, name));
}
