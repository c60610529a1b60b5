import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readSettings } from '../../src/lib/config/settings.ts';
import { targetServer } from '../../src/lib/config/target-server.ts';
import { openTarget } from '../../src/lib/delivery/open-target.ts';
import type { Target } from '../../src/lib/delivery/target.ts';
import { ftps, s3, sftp, type TargetSpec, webhook } from '../../src/lib/delivery/target-spec.ts';
import { operationProblems } from '../../src/lib/exports/loading/validate-operation.ts';
import { parcel } from '../contract/target.ts';
import { startFtpServer } from '../support/ftp-server.ts';
import { TEST_CA } from '../support/mail-server.ts';
import { codeBlocks } from '../support/markdown.ts';
import { KEY, startS3Server } from '../support/s3-server.ts';
import { startSshServer } from '../support/ssh-server.ts';
import { tempFolder } from '../support/temp-folder.ts';

const page = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8');
const signal = new AbortController().signal;

function section(name: string): string {
  return page.split(/^## /m).find((part) => part.startsWith(`${name}\n`)) ?? '';
}

/** The declaration and the settings that a section of docs/delivery.md shows. */
function example(name: string): { spec: TargetSpec; environment: Record<string, string> } {
  const blocks = codeBlocks(section(name));
  const declaration = blocks.find(({ language }) => language === 'ts')?.code ?? '';
  const { client } = runInNewContext(`({ ${declaration} })`, { ftps, s3, sftp, webhook }) as { client: TargetSpec };
  const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.trim().split('\n'));
  const environment = lines.map((line) => /^([A-Z_]+)='(.*)'$/.exec(line)?.slice(1) ?? []);
  return { spec: client, environment: Object.fromEntries(environment) as Record<string, string> };
}

/** The target of an example, with the server's address as `url` makes it from the one on the page. */
function open(name: string, url: (written: URL) => string): Target {
  const { spec, environment } = example(name);
  const operation = { title: 't', zone: 'Europe/Paris', locale: 'fr', sources: ['canal'], settings: {} };
  expect(operationProblems('canal', { ...operation, targets: { client: spec } })).toEqual([]);
  const asWritten = readSettings(environment);
  expect(openTarget('client', spec, asWritten, targetServer(asWritten, 'canal', 'client'))).toMatchObject({
    kind: name,
  });
  const written = new URL(environment['TARGET_CANAL_CLIENT_URL'] ?? '');
  const settings = readSettings({ ...environment, TARGET_CANAL_CLIENT_URL: url(written) });
  return openTarget('client', spec, settings, targetServer(settings, 'canal', 'client'));
}

test('the example of sftp delivers', async () => {
  const root = await tempFolder();
  await mkdir(join(root, 'entrant'));
  const { port, user, keyFile, hostKey, close } = await startSshServer([`-d ${root}`]);
  onTestFinished(close);
  const target = open('sftp', (written) => {
    Object.assign(written, { hostname: '127.0.0.1', port, username: user });
    written.searchParams.set('key', keyFile);
    written.searchParams.set('hostKey', hostKey);
    return written.href;
  });
  await target.deliver(await parcel(root, 'a.csv', Buffer.from('a;b\r\n')), signal);
  expect(await readFile(join(root, 'entrant/a.csv'), 'utf8')).toBe('a;b\r\n');
});

test('the example of ftps delivers', async () => {
  const root = await tempFolder();
  await mkdir(join(root, 'entrant'));
  const { port, user, password, close } = await startFtpServer(root);
  onTestFinished(close);
  const target = open('ftps', (written) => {
    Object.assign(written, { hostname: '127.0.0.1', port, username: user, password });
    written.searchParams.set('ca', TEST_CA);
    return written.href;
  });
  await target.deliver(await parcel(root, 'a.csv', Buffer.from('a;b\r\n')), signal);
  expect(await readFile(join(root, 'entrant/a.csv'), 'utf8')).toBe('a;b\r\n');
});

test('the example of s3 delivers', async () => {
  const server = await startS3Server();
  onTestFinished(server.close);
  const target = open('s3', (written) => {
    Object.assign(written, { hostname: '127.0.0.1', port: server.port, username: KEY.id, password: KEY.secret });
    written.searchParams.set('tls', 'none');
    return written.href;
  });
  await target.deliver(await parcel(await tempFolder(), 'a.csv', Buffer.from('a;b\r\n')), signal);
  expect(await server.objects()).toEqual([{ key: 'entrant/a.csv', content: Buffer.from('a;b\r\n') }]);
});

test('the example of webhook delivers, and the notice has the form that is shown', async () => {
  const notices: unknown[] = [];
  const receiver = createServer((request, response) => {
    void json(request).then((notice) => notices.push(notice) && response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void receiver.close());
  await once(receiver, 'listening');
  const { port } = z.object({ port: z.number() }).parse(receiver.address());
  const target = open('webhook', () => `http://127.0.0.1:${port}/bordereau`);
  const about = { rows: 1, interval: { from: '2013-07-25T00:00:00Z', to: '2013-07-26T00:00:00Z' } };
  await target.deliver({ ...(await parcel(await tempFolder(), 'a.csv', Buffer.from('a;b\r\n'))), about }, signal);
  const shown = codeBlocks(section('webhook')).find(({ language }) => language === 'json')?.code ?? '';
  expect(shapeOf(notices)).toEqual(shapeOf([JSON.parse(shown)]));
});

/** The keys of a JSON value, and what is below them, without the values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, shapeOf(below)]));
}
