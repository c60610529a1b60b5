import { SourceUrlInvalid } from '../errors/source-errors.ts';
import { MysqlSource } from './mysql/mysql-source.ts';
import { mysqlAddress } from './mysql/mysql-url.ts';
import type { RowSource } from './row-source.ts';
import { SqliteSource } from './sqlite/sqlite-source.ts';

/**
 * The source a URL names: `mysql://user:password@host:port/database`, or `sqlite:path` of a file or of a folder of
 * `<name>.db` files. Connects to nothing yet. Throws SourceUrlInvalid, which never repeats the URL.
 */
export function openSource(name: string, url: string): RowSource {
  const where = `source ${name}`;
  if (url.startsWith('mysql:')) return new MysqlSource(name, mysqlAddress(where, url));
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length)
    return new SqliteSource(name, url.slice('sqlite:'.length));
  throw new SourceUrlInvalid({ where, got: 'a URL of an unknown kind', expected: 'mysql://… or sqlite:path' });
}
