import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { endWithParent } from '../../src/embedded/end-with-parent.ts';
import { freePort } from '../../src/embedded/free-port.ts';

const run = promisify(execFile);

/** OpenSSH's sshd, unprivileged, on a free port of the loopback address. */
export interface SshServer {
  readonly port: number;
  readonly user: string;
  /** File of the private key that logs in. */
  readonly keyFile: string;
  readonly hostKeyFile: string;
  /** Of its host key, as ssh-keygen shows it. */
  readonly hostKey: string;
  close(this: void): Promise<void>;
}

/** Options of sftp-server(8), such as `-P rename` (refused and not offered) or `-d` and the folder it begins in. */
export async function startSshServer(options: readonly string[] = []): Promise<SshServer> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-sshd-'));
  const [hostKeyFile, keyFile, config] = [join(dir, 'host'), join(dir, 'login'), join(dir, 'sshd_config')];
  await Promise.all(
    [hostKeyFile, keyFile].map((file) => run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])),
  );
  const port = await freePort();
  const lines = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', 'PidFile none', `HostKey ${hostKeyFile}`],
    ...[`AuthorizedKeysFile ${keyFile}.pub`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no'],
    ...['PermitRootLogin yes', 'MaxStartups 100'],
    ['Subsystem sftp internal-sftp', ...options].join(' '),
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  // Started by root it wants the folder that Debian's service makes.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  const { stdout: program } = await run('/bin/sh', ['-c', 'command -v sshd']);
  const server = spawn(program.trim(), ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  endWithParent(server);
  await listening(server);
  return {
    port,
    user: userInfo().username,
    keyFile,
    hostKeyFile,
    hostKey: await fingerprint(`${hostKeyFile}.pub`),
    close: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function listening(server: ChildProcess): Promise<void> {
  if (server.stderr === null) throw new Error('sshd has no stderr');
  const said: string[] = [];
  for await (const line of createInterface(server.stderr)) {
    said.push(line);
    if (line.startsWith('Server listening')) {
      server.stderr.resume();
      return;
    }
  }
  throw new Error(`sshd did not start: ${said.join(' | ')}`);
}

async function fingerprint(publicKeyFile: string): Promise<string> {
  const { stdout } = await run('ssh-keygen', ['-l', '-f', publicKeyFile]);
  return stdout.split(' ')[1] ?? '';
}
