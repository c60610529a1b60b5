/** Privileges with which no data of the server can be changed. */
const HARMLESS = new Set([
  'USAGE',
  'SELECT',
  'SHOW VIEW',
  'SHOW DATABASES',
  'CREATE TEMPORARY TABLES',
  'PROCESS',
  'REPLICATION CLIENT',
  'BINLOG MONITOR',
  'SLAVE MONITOR',
  'REPLICA MONITOR',
]);

/** Whether the lines of SHOW GRANTS allow more than reading. A line without ON grants a role; MariaDB lists its privileges too. */
export function mayWrite(grants: readonly string[]): boolean {
  return grants
    .flatMap((line) => /^GRANT (.+?) ON /i.exec(line)?.[1] ?? [])
    .flatMap((privileges) => privileges.replace(/\([^)]*\)/g, '').split(','))
    .some((privilege) => !HARMLESS.has(privilege.trim().toUpperCase()));
}
