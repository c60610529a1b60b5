import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { endWithParent } from '../../src/embedded/end-with-parent.ts';
import { freePort } from '../../src/embedded/free-port.ts';

export interface PrivateMariadb {
  readonly port: number;
  readonly socket: string;
  /** mysql:// URL of the administrator, without a database. */
  readonly adminUrl: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

const ADMIN = 'admin';
const PASSWORD = 'test-admin';

/** A mariadbd of the tests' own, in a new temporary folder, on a free port; removed whole by `stop`, ended with its owner. */
export async function startPrivateMariadb(extraArguments: readonly string[] = []): Promise<PrivateMariadb> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-mariadb-'));
  const data = join(dir, 'data');
  const socket = join(dir, 'mysqld.sock');
  // A server that starts removes the temporary tables it finds in its tmpdir: those of another one, were it shared.
  const temporary = join(dir, 'tmp');
  await mkdir(temporary);
  const user = userInfo().username;
  await promisify(execFile)('mariadb-install-db', [
    ...['--no-defaults', `--datadir=${data}`, `--tmpdir=${temporary}`, `--user=${user}`],
    ...['--auth-root-authentication-method=normal', '--skip-test-db'],
  ]);
  const port = await freePort();
  const server = spawn(
    'mariadbd',
    [
      ...['--no-defaults', `--datadir=${data}`, `--tmpdir=${temporary}`, `--user=${user}`],
      ...[`--socket=${socket}`, `--port=${port}`],
      ...['--bind-address=127.0.0.1', '--skip-name-resolve', `--pid-file=${join(dir, 'pid')}`],
      ...['--innodb-flush-log-at-trx-commit=0', '--sync-binlog=0', '--innodb-buffer-pool-size=256M'],
      ...['--character-set-server=utf8mb4', '--max-connections=200', '--performance-schema=OFF'],
      ...extraArguments,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  endWithParent(server);
  await ready(server);
  const admin = await createConnection({ socketPath: socket, user: 'root' });
  await admin.query(`CREATE USER '${ADMIN}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`);
  await admin.query(`GRANT ALL ON *.* TO '${ADMIN}'@'127.0.0.1' WITH GRANT OPTION`);
  await admin.end();
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGCONT');
      server.kill('SIGTERM');
      await ended;
    }
    await rm(dir, { recursive: true, force: true });
  };
  return { port, socket, adminUrl: `mysql://${ADMIN}:${PASSWORD}@127.0.0.1:${port}`, process: server, stop };
}

async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('ready for connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`mariadbd ended with ${code}: ${said.slice(-1000)}`)));
  });
}
