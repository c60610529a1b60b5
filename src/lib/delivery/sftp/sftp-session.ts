import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Client, ConnectConfig, SFTPWrapper } from 'ssh2';
import { TargetHostKeyChanged, TargetMisdeclared, TargetUnavailable } from '../../errors/delivery-errors.ts';
import { systemCode } from '../../errors/file-system.ts';
import { endAfterAbort } from '../end-after-abort.ts';
import { sftpConnectionError } from './sftp-errors.ts';
import type { SftpServer } from './sftp-server.ts';

const SETUP_MS = 30_000;

/** Logs in, hands `use` the connection and ends it, whatever happened. `use` stops by itself after an abort. */
export async function withSftp<Result>(
  where: string,
  server: SftpServer,
  signal: AbortSignal,
  use: (sftp: SFTPWrapper) => Promise<Result>,
): Promise<Result> {
  // Loaded when the first file goes out: commands that deliver nothing need not wait for it.
  const { default: ssh } = await import('ssh2');
  const login = await readLogin(server);
  signal.throwIfAborted();
  const client = new ssh.Client();
  const over = new AbortController();
  const lost = new Promise<never>((_, reject) => {
    client.on('error', reject);
    client.on('close', () => reject(new TargetUnavailable({ where, got: 'the end of the connection' })));
    client.on('timeout', () => reject(new TargetUnavailable({ where, got: `silence for ${server.silenceMs} ms` })));
  });
  const session = async (): Promise<Result> => use(await connect(client, where, server, login));
  try {
    return await Promise.race([lost, endAfterAbort(signal, over.signal), session()]);
  } catch (error) {
    signal.throwIfAborted();
    throw sftpConnectionError(where, server.setting, error);
  } finally {
    over.abort();
    client.destroy();
  }
}

/** Resolves when the server takes files; what goes wrong with the connection is an event of the client. */
async function connect(client: Client, where: string, server: SftpServer, login: ConnectConfig): Promise<SFTPWrapper> {
  await new Promise<void>((resolve, reject) => {
    client.on('ready', resolve);
    // Small requests that wait for an answer each: with Nagle's algorithm 30 MB took 20 s instead of 0.6 s.
    client.on('connect', () => client.setNoDelay(true));
    const isPinned = (key: Buffer): boolean => {
      const offered = fingerprint(key);
      if (server.hostKeys.includes(offered)) return true;
      // Before ssh2 tells its own error, which does not say which key it was.
      client.emit('error', strangeHostKey(where, server, offered));
      return false;
    };
    const limits = { readyTimeout: Math.min(SETUP_MS, server.silenceMs), timeout: server.silenceMs };
    const { host, port, user: username } = server;
    try {
      client.connect({ ...login, ...limits, host, port, username, hostVerifier: isPinned });
    } catch {
      // What ssh2 throws at once is about the key; its words are not repeated.
      reject(badKey(server, 'no key, or not opened by the password'));
    }
  });
  return new Promise((resolve, reject) => {
    const refused = new TargetUnavailable({ where, got: 'no SFTP for this login', expected: 'an SFTP server' });
    client.sftp((error, sftp) => (error ? reject(refused) : resolve(sftp)));
  });
}

/** As `ssh-keygen -l` shows it. */
function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

async function readLogin(server: SftpServer): Promise<ConnectConfig> {
  const { keyFile, password } = server;
  if (keyFile === null) return { password };
  const privateKey = await readFile(keyFile).catch((error: unknown) => {
    throw badKey(server, systemCode(error) ?? 'not readable');
  });
  return { privateKey, ...(password === '' ? {} : { passphrase: password }) };
}

function badKey({ setting, keyFile }: SftpServer, why: string): TargetMisdeclared {
  const where = `${setting}, key`;
  return new TargetMisdeclared({ where, got: `${keyFile}: ${why}`, expected: 'a private key this process can use' });
}

function strangeHostKey(where: string, { setting, hostKeys }: SftpServer, got: string): TargetHostKeyChanged {
  return new TargetHostKeyChanged({
    where,
    got: `the host key ${got}`,
    expected: hostKeys.join(' or '),
    next: `Nothing was sent. Ask the server's people by another way; change ${setting} only if they confirm the new key.`,
  });
}
