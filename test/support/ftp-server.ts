import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endWithParent } from '../../src/embedded/end-with-parent.ts';
import { freePort } from '../../src/embedded/free-port.ts';
import { eventually } from './eventually.ts';

const tls = (name: string): string => fileURLToPath(new URL(`./tls/${name}`, import.meta.url));

/** ProFTPD with explicit TLS, unprivileged, on a free port of the loopback address. Its certificate is that of TEST_CA. */
export interface FtpServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  close(this: void): Promise<void>;
}

const PASSWORD = 'secret words';
/** crypt(3) of the password. */
const HASH = '$6$bordereau$gKkynKiC76tuZ4.vqepQ3Gsl8obibgbJ841.XTAV.uTnSIgealJrjgKeO1luvT5CehSkotrVDBopGQEOKFngf/';

/** `home`: where logins begin; `directives`: further lines of proftpd.conf. */
export async function startFtpServer(home: string, directives: readonly string[] = []): Promise<FtpServer> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-ftpd-'));
  const { username, uid, gid } = userInfo();
  const { stdout: group } = await promisify(execFile)('id', ['-gn']);
  const port = await freePort();
  const [users, config] = [join(dir, 'users'), join(dir, 'proftpd.conf')];
  const lines = [
    ...['ServerType standalone', 'ControlsEngine off', 'DefaultServer on', 'DefaultAddress 127.0.0.1', `Port ${port}`],
    ...[`User ${username}`, `Group ${group.trim()}`, `PidFile ${dir}/pid`, `ScoreboardFile ${dir}/scoreboard`],
    ...['DelayEngine off', 'WtmpLog off', `SystemLog ${dir}/log`, 'TransferLog none', 'UseReverseDNS off'],
    ...['RequireValidShell off', 'RootLogin on', 'AuthPAM off', `AuthUserFile ${users}`, 'AuthOrder mod_auth_file.c'],
    ...['AllowOverwrite on', 'LoadModule mod_tls.c', 'TLSEngine on', 'TLSRequired on', 'TLSProtocol TLSv1.2 TLSv1.3'],
    ...[`TLSECCertificateFile ${tls('localhost.crt')}`, `TLSECCertificateKeyFile ${tls('localhost.key')}`],
    ...directives,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  await writeFile(users, `exports:${HASH}:${uid}:${gid}:x:${home}:/bin/sh\n`, { mode: 0o600 });
  const server = spawn('proftpd', ['--nodaemon', '--quiet', '--config', config], { stdio: 'ignore' });
  endWithParent(server);
  await eventually(() => answers(port));
  return {
    port,
    user: 'exports',
    password: PASSWORD,
    close: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'data');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
