import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseFtpsUrl } from '../../../src/lib/delivery/ftps/ftps-server.ts';
import { ftpsTarget } from '../../../src/lib/delivery/ftps/ftps-target.ts';
import { withPlaceOptions } from '../../../src/lib/delivery/place-options.ts';
import { parseS3Url } from '../../../src/lib/delivery/s3/s3-server.ts';
import { s3Target } from '../../../src/lib/delivery/s3/s3-target.ts';
import { parseSftpUrl } from '../../../src/lib/delivery/sftp/sftp-server.ts';
import { sftpTarget } from '../../../src/lib/delivery/sftp/sftp-target.ts';
import type { Target } from '../../../src/lib/delivery/target.ts';
import { ftps, s3, sftp } from '../../../src/lib/delivery/target-spec.ts';
import { parcel } from '../../contract/target.ts';
import { startFtpServer } from '../../support/ftp-server.ts';
import { TEST_CA } from '../../support/mail-server.ts';
import { BUCKET, KEY, startS3Server } from '../../support/s3-server.ts';
import { startSshServer } from '../../support/ssh-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const { signal } = new AbortController();
const setting = 'TARGET_CANAL_CLIENT_URL';

/** A target on a server of its own, and what lies there. */
interface Served {
  readonly target: Target;
  readonly files: () => Promise<Record<string, string>>;
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])),
  );
}

const servers: Record<string, () => Promise<Served>> = {
  async sftp() {
    const root = await tempFolder();
    await mkdir(join(root, 'entrant'));
    const { port, user, keyFile, hostKey, close } = await startSshServer([`-d ${root}`]);
    onTestFinished(close);
    const query = new URLSearchParams({ key: keyFile, hostKey }).toString();
    const server = parseSftpUrl({ setting, url: `sftp://${user}@127.0.0.1:${port}?${query}` });
    return {
      target: sftpTarget('client', sftp({ path: 'entrant' }), server),
      files: () => filesIn(join(root, 'entrant')),
    };
  },
  async ftps() {
    const root = await tempFolder();
    await mkdir(join(root, 'entrant'));
    const { port, user, password, close } = await startFtpServer(root);
    onTestFinished(close);
    const query = new URLSearchParams({ ca: TEST_CA }).toString();
    const server = parseFtpsUrl({ setting, url: `ftps://${user}:${password}@127.0.0.1:${port}?${query}` });
    return {
      target: ftpsTarget('client', ftps({ path: 'entrant' }), server),
      files: () => filesIn(join(root, 'entrant')),
    };
  },
  async s3() {
    const bucket = await startS3Server();
    onTestFinished(() => bucket.close());
    const server = parseS3Url({ setting, url: `s3://${KEY.id}:${KEY.secret}@127.0.0.1:${bucket.port}?tls=none` });
    const files = async (): Promise<Record<string, string>> =>
      Object.fromEntries((await bucket.objects()).map(({ key, content }) => [key, content.toString()]));
    return { target: s3Target('client', s3({ bucket: BUCKET }), server), files };
  },
};

const checksum = (text: string, name: string): string =>
  `${createHash('sha256').update(text).digest('hex')}  ${name}\n`;

test.each(Object.keys(servers))('%s: names that are taken are numbered, each file has its checksum', async (kind) => {
  const { target, files } = await servers[kind]!();
  const archive = await tempFolder();
  const numbering = withPlaceOptions(target, { ifExists: 'number', companion: 'sha256' });
  for (const content of ['first', 'other', 'other'])
    await numbering.deliver(await parcel(archive, 'a.csv', Buffer.from(content)), signal);
  expect(await files()).toEqual({
    'a.csv': 'first',
    'a.csv.sha256': checksum('first', 'a.csv'),
    'a-2.csv': 'other',
    'a-2.csv.sha256': checksum('other', 'a-2.csv'),
  });
});

test.each(Object.keys(servers))(
  '%s: a name that is taken is refused, or replaced where the target says so',
  async (kind) => {
    const { target, files } = await servers[kind]!();
    const archive = await tempFolder();
    const lay = async (content: string, each: Target): Promise<unknown> =>
      await each.deliver(await parcel(archive, 'a.csv', Buffer.from(content)), signal);
    await lay('first', target);
    await expect(lay('other', target)).rejects.toMatchObject({ code: 'TARGET_CONFLICT' });
    await lay('other', withPlaceOptions(target, { ifExists: 'replace', companion: 'ok' }));
    expect(await files()).toEqual({ 'a.csv': 'other', 'a.csv.ok': '' });
  },
);
