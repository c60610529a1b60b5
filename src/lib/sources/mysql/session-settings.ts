import { Temporal } from 'temporal-polyfill';
import { SourceZoneUnknown } from '../../errors/source-errors.ts';
import type { MysqlConnection } from './mysql-connection.ts';

/** What every session of ours is made to be, whatever the server's own settings are. */
const VARIABLES: Readonly<Record<string, string | number>> = {
  autocommit: 1,
  // What a query means must not depend on the server it runs on.
  sql_mode: "'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
  // GROUP_CONCAT cuts silently: 1 KiB by default on MySQL.
  group_concat_max_len: 16 * 1024 * 1024,
  // A slow writer of ours must not lose the connection after the default minute.
  net_write_timeout: 600,
  net_read_timeout: 600,
  wait_timeout: 600,
  // A day or a year by default.
  lock_wait_timeout: 60,
  innodb_lock_wait_timeout: 60,
};

/** Prepares a new connection; `budgetMs` becomes the server's limit of each statement. Resolves to the server's name and version. */
export async function applySettings(connection: MysqlConnection, budgetMs: number): Promise<string> {
  const version = (await connection.rows('SELECT VERSION()'))[0]?.[0] ?? '';
  const isMariadb = /mariadb/i.test(version);
  const limit = isMariadb ? `max_statement_time = ${budgetMs / 1000}` : `max_execution_time = ${Math.ceil(budgetMs)}`;
  const variables = Object.entries(VARIABLES).map(([name, value]) => `${name} = ${value}`);
  await connection.rows('SET NAMES utf8mb4');
  await connection.rows(`SET SESSION ${[...variables, limit].join(', SESSION ')}`);
  return `${isMariadb ? 'MariaDB' : 'MySQL'} ${version}`;
}

/**
 * Makes the server show TIMESTAMP values in a zone. A server without zone tables knows offsets alone: they stand in for
 * a zone that never changed its own since 1970, before which there is no TIMESTAMP. Resolves to what was set.
 */
export async function applyZone(where: string, connection: MysqlConnection, zone: string): Promise<string> {
  const known = await connection.rows("SELECT CONVERT_TZ('2000-01-01 00:00:00', '+00:00', ?)", [zone]);
  const named = known[0]?.[0] !== null;
  const offset = named ? zone : fixedOffset(zone);
  if (offset === undefined) {
    throw new SourceZoneUnknown({
      where,
      got: `a server that does not know the zone ${zone}, whose offset is not always the same`,
      expected: 'a server with its time zone tables loaded',
      next: 'Load them with mysql_tzinfo_to_sql (mariadb-tzinfo-to-sql).',
    });
  }
  await connection.rows('SET SESSION time_zone = ?', [offset]);
  return named ? zone : `${zone} (${offset})`;
}

/** The offset of a zone that has had but one since 1970; undefined for others and for names that are no zone. */
export function fixedOffset(zone: string): string | undefined {
  try {
    const epoch = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return epoch.getTimeZoneTransition('next') === null ? epoch.offset : undefined;
  } catch {
    return undefined;
  }
}
