import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'basic-ftp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { FtpsFolder } from '../../../../src/lib/delivery/ftps/ftps-folder.ts';
import type { FtpsServer } from '../../../../src/lib/delivery/ftps/ftps-server.ts';
import { ftpsTarget } from '../../../../src/lib/delivery/ftps/ftps-target.ts';
import type { Target } from '../../../../src/lib/delivery/target.ts';
import { ftps } from '../../../../src/lib/delivery/target-spec.ts';
import { describeRemoteFolder } from '../../../contract/remote-folder.ts';
import { parcel } from '../../../contract/target.ts';
import { type FtpServer, startFtpServer } from '../../../support/ftp-server.ts';
import { TEST_CA } from '../../../support/mail-server.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const signal = new AbortController().signal;
let ftpd: FtpServer;

beforeAll(async () => {
  ftpd = await startFtpServer('/');
});
afterAll(() => ftpd.close());

function serverAt(port = ftpd.port, changes: Partial<FtpsServer> = {}): FtpsServer {
  const { user, password } = ftpd;
  const setting = 'TARGET_CANAL_CLIENT_URL';
  return { setting, host: '127.0.0.1', port, user, password, caFile: TEST_CA, silenceMs: 20_000, ...changes };
}

describeRemoteFolder(
  'ftps',
  () => ({
    port: ftpd.port,
    target: (path, { port, silenceMs = 20_000 } = {}) =>
      ftpsTarget('client', ftps({ path }), serverAt(port, { silenceMs })),
  }),
  2500,
);

describe('ftps target', () => {
  let place: string;
  let archive: string;
  const at = (name: string): string => join(place, name);
  const target = (server = serverAt()): Target => ftpsTarget('client', ftps({ path: place }), server);

  beforeEach(async () => {
    place = await tempFolder();
    archive = await tempFolder();
  });

  it('replaces the file also on a server that renames over nothing', async () => {
    const strict = await startFtpServer('/', ['AllowOverwrite off']);
    onTestFinished(strict.close);
    await writeFile(at('a.csv'), 'first');
    const second = await parcel(archive, 'a.csv', Buffer.from('second'), { revision: 2, supersedes: 1 });
    expect((await target(serverAt(strict.port)).deliver(second, signal)).detail['outcome']).toBe('replaced');
    expect(await readFile(at('a.csv'), 'utf8')).toBe('second');
    expect(await readdir(place)).toEqual(['a.csv']);
  });

  it('says nothing to a server that offers no TLS', async () => {
    const heard: string[] = [];
    const plain = createServer((socket) => {
      socket.write('220 here\r\n');
      socket.on('data', (line) => {
        heard.push(line.toString().trim());
        socket.write('502 no\r\n');
      });
      socket.on('error', () => {});
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void plain.close());
    await once(plain, 'listening');
    const address = plain.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    await expect(target(serverAt(port)).deliver(ours, signal)).rejects.toMatchObject({
      code: 'TARGET_NOT_ENCRYPTED',
      retry: 'permanent',
    });
    expect(heard.filter((line) => line !== 'QUIT')).toEqual(['AUTH TLS']);
  });

  it('refuses a certificate that does not hold', async () => {
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    await expect(target(serverAt(ftpd.port, { caFile: null })).deliver(ours, signal)).rejects.toMatchObject({
      code: 'TARGET_NOT_ENCRYPTED',
      retry: 'permanent',
    });
    expect(await readdir(place)).toEqual([]);
  });

  it('stops at a refused login, without repeating the password', async () => {
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    const refused = target(serverAt(ftpd.port, { password: 'canary words' }));
    await expect(refused.deliver(ours, signal)).rejects.toMatchObject({
      code: 'TARGET_LOGIN_REFUSED',
      retry: 'permanent',
      message: expect.not.stringContaining('canary'),
    });
  });

  it('goes on with the folder after a file that was not read to its end', async () => {
    const client = new Client(10_000);
    onTestFinished(() => client.close());
    const folder = new FtpsFolder(client, 'target client', serverAt(), place);
    await folder.enter();
    await writeFile(at('a.csv'), Buffer.alloc(5_000_000));
    for await (const part of folder.read('a.csv')) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    await folder.remove('a.csv');
    expect(await folder.size('a.csv')).toBeNull();
    expect(await readdir(place)).toEqual([]);
  });

  it('delivers again after the server died in the middle of a file', async () => {
    const mortal = await startFtpServer('/');
    await writeFile(at('.a.csv.part'), 'half a fi');
    const big = await parcel(archive, 'a.csv', Buffer.alloc(200_000_000, 'x'));
    const broken = target(serverAt(mortal.port)).deliver(big, signal);
    const end = expect(broken).rejects.toMatchObject({ code: 'TARGET_UNAVAILABLE', retry: 'transient' });
    await expect.poll(async () => (await readFile(at('.a.csv.part'))).length, { timeout: 10_000 }).toBeGreaterThan(9);
    await mortal.close();
    await end;
    expect(await readdir(place)).toEqual(['.a.csv.part']);
    const small = await parcel(archive, 'a.csv', Buffer.from('whole'));
    await target().deliver(small, signal);
    expect(await readdir(place)).toEqual(['a.csv']);
  });
});
