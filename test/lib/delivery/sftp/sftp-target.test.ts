import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ssh from 'ssh2';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { SftpServer } from '../../../../src/lib/delivery/sftp/sftp-server.ts';
import { sftpTarget } from '../../../../src/lib/delivery/sftp/sftp-target.ts';
import type { Target } from '../../../../src/lib/delivery/target.ts';
import { sftp } from '../../../../src/lib/delivery/target-spec.ts';
import { describeRemoteFolder } from '../../../contract/remote-folder.ts';
import { parcel } from '../../../contract/target.ts';
import { type SshServer, startSshServer } from '../../../support/ssh-server.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const signal = new AbortController().signal;
let sshd: SshServer;

beforeAll(async () => {
  sshd = await startSshServer();
});
afterAll(() => sshd.close());

function serverAt(port = sshd.port, changes: Partial<SftpServer> = {}): SftpServer {
  const { user, keyFile, hostKey } = sshd;
  const setting = 'TARGET_CANAL_CLIENT_URL';
  return {
    setting,
    host: '127.0.0.1',
    port,
    user,
    password: '',
    keyFile,
    hostKeys: [hostKey],
    silenceMs: 20_000,
    ...changes,
  };
}

describeRemoteFolder(
  'sftp',
  () => ({
    port: sshd.port,
    target: (path, { port, silenceMs = 20_000 } = {}) =>
      sftpTarget('client', sftp({ path }), serverAt(port, { silenceMs })),
  }),
  3500,
);

describe('sftp target', () => {
  let place: string;
  let archive: string;
  const at = (name: string): string => join(place, name);
  const target = (server = serverAt()): Target => sftpTarget('client', sftp({ path: place }), server);

  beforeEach(async () => {
    place = await tempFolder();
    archive = await tempFolder();
  });

  it('replaces the file also on a server that renames over nothing', async () => {
    const plain = await startSshServer(['-P posix-rename']);
    onTestFinished(() => plain.close());
    const server = { ...serverAt(plain.port), keyFile: plain.keyFile, hostKeys: [plain.hostKey] };
    await writeFile(at('a.csv'), 'first');
    const second = await parcel(archive, 'a.csv', Buffer.from('second'), { revision: 2, supersedes: 1 });
    expect((await target(server).deliver(second, signal)).detail['outcome']).toBe('replaced');
    expect(await readFile(at('a.csv'), 'utf8')).toBe('second');
    expect(await readdir(place)).toEqual(['a.csv']);
  });

  it('stops when the server never lets it rename, and leaves nothing', async () => {
    const strict = await startSshServer(['-P rename']);
    onTestFinished(() => strict.close());
    const server = { ...serverAt(strict.port), keyFile: strict.keyFile, hostKeys: [strict.hostKey] };
    await expect(
      target(server).deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal),
    ).rejects.toMatchObject({
      code: 'TARGET_NOT_WRITABLE',
      retry: 'permanent',
      message: expect.stringContaining('SSH_FX_PERMISSION_DENIED at rename'),
    });
    expect(await readdir(place)).toEqual([]);
  });

  it('opens a private key with the password', async () => {
    const locked = join(archive, 'locked');
    await writeFile(locked, await readFile(sshd.keyFile), { mode: 0o600 });
    await promisify(execFile)('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'opening words', '-f', locked]);
    const opened = target(serverAt(sshd.port, { keyFile: locked, password: 'opening words' }));
    await opened.deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal);
    expect(await opened.check(signal)).toMatchObject({ ok: true });
    const closed = target(serverAt(sshd.port, { keyFile: locked, password: 'other words' }));
    await expect(closed.deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal)).rejects.toMatchObject({
      code: 'TARGET_MISDECLARED',
    });
  });

  it('logs in with a password where there is no key', async () => {
    const seen: string[] = [];
    const server = new ssh.Server({ hostKeys: [await readFile(sshd.hostKeyFile)] }, (client) => {
      client.on('error', () => {});
      client.on('authentication', (login) => {
        if (login.method !== 'password') return login.reject(['password']);
        seen.push(`${login.username}:${login.password}`);
        login.accept();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const withPassword = serverAt(port, { keyFile: null, user: 'exports', password: 'sésame' });
    expect(await target(withPassword).check(signal)).toMatchObject({ detail: expect.stringContaining('no SFTP') });
    expect(seen).toEqual(['exports:sésame']);
  });

  it('stops at another host key before it logs in, and says so in a class of its own', async () => {
    const others = serverAt(sshd.port, { hostKeys: [`SHA256:${'A'.repeat(43)}`] });
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    await expect(target(others).deliver(ours, signal)).rejects.toMatchObject({
      code: 'TARGET_HOST_KEY_CHANGED',
      retry: 'permanent',
      message: expect.stringContaining(sshd.hostKey),
    });
    expect(await readdir(place)).toEqual([]);
  });

  it('stops at a refused login', async () => {
    const stranger = join(archive, 'stranger');
    await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', stranger]);
    const refused = target(serverAt(sshd.port, { keyFile: stranger }));
    await expect(refused.deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal)).rejects.toMatchObject({
      code: 'TARGET_LOGIN_REFUSED',
      retry: 'permanent',
      message: expect.not.stringContaining('127.0.0.1'),
    });
  });

  it('refuses a name that a folder has', async () => {
    await mkdir(at('a.csv'));
    await expect(target().deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal)).rejects.toMatchObject({
      code: 'TARGET_CONFLICT',
    });
  });
});
