import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ssh from 'ssh2';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../../src/embedded/free-port.ts';
import type { SftpServer } from '../../../src/lib/delivery/sftp-server.ts';
import { sftpTarget } from '../../../src/lib/delivery/sftp-target.ts';
import type { Target } from '../../../src/lib/delivery/target.ts';
import { sftp } from '../../../src/lib/delivery/target-spec.ts';
import { describeTarget, parcel } from '../../contract/target.ts';
import { cuttingProxy } from '../../support/cutting-proxy.ts';
import { type SshServer, startSshServer } from '../../support/ssh-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

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

describeTarget(
  'sftp',
  async () => {
    const place = await mkdtemp(join(tmpdir(), 'bordereau-sftp-'));
    return {
      target: sftpTarget('client', sftp({ path: place }), serverAt()),
      received: async () => {
        const names = (await readdir(place)).filter((name) => !name.startsWith('.'));
        return Promise.all(
          names.map(async (fileName) => ({ fileName, content: await readFile(join(place, fileName)) })),
        );
      },
      leftovers: async () => (await readdir(place)).filter((name) => name.startsWith('.')),
      close: () => rm(place, { recursive: true, force: true }),
    };
  },
  { recipients: 1, repeatable: true },
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

  it('refuses another file of the same name for a first revision and leaves it as it is', async () => {
    await writeFile(at('a.csv'), 'them');
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    await expect(target().deliver(ours, signal)).rejects.toMatchObject({ code: 'TARGET_CONFLICT', retry: 'permanent' });
    expect(await readFile(at('a.csv'), 'utf8')).toBe('them');
    expect(await readdir(place)).toEqual(['a.csv']);
  });

  it('replaces the file with a later revision', async () => {
    await target().deliver(await parcel(archive, 'a.csv', Buffer.from('first')), signal);
    const second = await parcel(archive, 'a.csv', Buffer.from('second'), { revision: 2, supersedes: 1 });
    const receipt = await target().deliver(second, signal);
    expect(await readFile(at('a.csv'), 'utf8')).toBe('second');
    expect(receipt).toEqual({
      where: `sftp://127.0.0.1:${sshd.port}/${place}/a.csv`,
      detail: { outcome: 'replaced', bytes: 6, sha256: second.artifact.sha256 },
    });
    expect(await readdir(place)).toEqual(['a.csv']);
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

  it('says that the file was already there', async () => {
    const once = await parcel(archive, 'a.csv', Buffer.from('first'));
    expect((await target().deliver(once, signal)).detail['outcome']).toBe('new');
    expect((await target().deliver(once, signal)).detail['outcome']).toBe('already there');
  });

  it('writes over what an attempt that died left behind', async () => {
    await writeFile(at('.a.csv.part'), 'a longer half of a file than the whole');
    await target().deliver(await parcel(archive, 'a.csv', Buffer.from('whole')), signal);
    expect(await readdir(place)).toEqual(['a.csv']);
    expect(await readFile(at('a.csv'), 'utf8')).toBe('whole');
  });

  it('carries 30 MB under a name with accents and a semicolon', async () => {
    const content = randomBytes(30 * 1024 * 1024);
    const name = "Fiches clôturées d'août; 20130725.csv";
    await target().deliver(await parcel(archive, name, content), signal);
    expect(content.equals(await readFile(at(name)))).toBe(true);
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

  it('waits for room when the disk or the quota of the server is full', async () => {
    await symlink('/dev/full', at('.a.csv.part'));
    await expect(target().deliver(await parcel(archive, 'a.csv', Buffer.from('ours')), signal)).rejects.toMatchObject({
      code: 'TARGET_FULL',
      retry: 'busy',
    });
    expect(await readdir(place)).toEqual([]);
  });

  it('names a folder that is not there as not writable, and its check says so', async () => {
    await rm(place, { recursive: true });
    await expect(target().deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal)).rejects.toMatchObject({
      code: 'TARGET_NOT_WRITABLE',
      retry: 'permanent',
      message: expect.stringContaining('SSH_FX_NO_SUCH_FILE'),
    });
    expect(await target().check(signal)).toMatchObject({ ok: false, detail: expect.stringContaining('target client') });
  });

  it('refuses a name that a folder has', async () => {
    await mkdir(at('a.csv'));
    await expect(target().deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal)).rejects.toMatchObject({
      code: 'TARGET_CONFLICT',
    });
  });

  it('tries again when nobody answers', async () => {
    const nobody = target(serverAt(await freePort()));
    await expect(nobody.deliver(await parcel(archive, 'a.csv', Buffer.from('x')), signal)).rejects.toMatchObject({
      code: 'TARGET_UNAVAILABLE',
      retry: 'transient',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each([
    ['before the login', 100],
    ['after it', 3500],
  ])('gives up a peer that falls silent %s', async (_, afterBytes) => {
    const proxy = await cuttingProxy(sshd.port, afterBytes, 'silence');
    onTestFinished(() => proxy.close());
    const silent = target(serverAt(proxy.port, { silenceMs: 700 }));
    const big = await parcel(archive, 'a.csv', randomBytes(8_000_000));
    await expect(silent.deliver(big, signal)).rejects.toMatchObject({ code: 'TARGET_UNAVAILABLE', retry: 'transient' });
    expect(await readdir(place)).not.toContain('a.csv');
  });

  it('ends with one whole file wherever the connection is cut, also between the rename and its answer', async () => {
    const content = randomBytes(1_000_000);
    const file = await parcel(archive, 'a.csv', content);
    const whole = await cuttingProxy(sshd.port, Infinity, 'reset');
    onTestFinished(() => whole.close());
    await target(serverAt(whole.port)).deliver(file, signal);
    const last = Array.from({ length: 12 }, (_, step) => whole.passed() - 440 + step * 40);
    const outcomes: unknown[] = [];
    for (const cut of [1500, 3500, 100_000, 800_000, ...last]) {
      await rm(at('a.csv'));
      const proxy = await cuttingProxy(sshd.port, cut, 'reset');
      const broken = target(serverAt(proxy.port)).deliver(file, signal);
      await broken.catch((error: unknown) => expect(error).toMatchObject({ code: 'TARGET_UNAVAILABLE' }));
      await proxy.close();
      const witnessed = await readdir(place);
      const { detail } = await target().deliver(file, signal);
      outcomes.push(detail['outcome']);
      expect(detail['outcome']).toBe(witnessed.includes('a.csv') ? 'already there' : 'new');
      expect(await readdir(place)).toEqual(['a.csv']);
      expect(content.equals(await readFile(at('a.csv')))).toBe(true);
    }
    expect(new Set(outcomes)).toEqual(new Set(['new', 'already there']));
  });
});
