import { generateKeyPairSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../../src/lib/config/settings.ts';
import { deliverToAll } from '../../../../src/lib/delivery/deliver-to-all.ts';
import { oneByOne } from '../../../../src/lib/delivery/mail/smtp-pool.ts';
import type { SmtpRoute } from '../../../../src/lib/delivery/mail/smtp-session.ts';
import { smtpTarget } from '../../../../src/lib/delivery/mail/smtp-target.ts';
import { mail } from '../../../../src/lib/delivery/target-spec.ts';
import type { FileParcel } from '../../../../src/lib/delivery/target.ts';
import { parcel } from '../../../contract/target.ts';
import { verifyDkim } from '../../../support/dkim.ts';
import { type MailServer, startMailServer } from '../../../support/mail-server.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const { signal } = new AbortController();
const SPEC = mail({ to: ['Équipe <un@client.example>'], from: 'Exports <exports@appels.example>' });
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const dkim = { selector: 'exports', domain: 'appels.example', privateKey: pem };

async function mailServer(): Promise<MailServer> {
  const server = await startMailServer();
  onTestFinished(server.close);
  return server;
}

async function send({ port }: MailServer, file: FileParcel): Promise<void> {
  const server = { host: '127.0.0.1', port, encryption: 'none', login: null, caFile: null } as const;
  const route: SmtpRoute = { server: { ...server, setUpMs: 9000, silenceMs: 9000 }, connections: oneByOne, dkim };
  await deliverToAll(smtpTarget('client', SPEC, route), file, signal);
}

test.each([
  ['of a few bytes', Buffer.from('a;b\r\n')],
  ['of 12 MB', Buffer.alloc(12_000_000, 'fiche;')],
])('a mail with a file %s is signed, and a receiver can prove it', async (_, content) => {
  const server = await mailServer();
  const html = '<p>Bonjour  \té</p>\n\n\n';
  const words = {
    subject: 'Clôturées « août », très long pour que la ligne soit pliée plusieurs fois',
    text: '.\n \nBonjour é  \n\n',
    html,
  };
  await send(server, await parcel(await tempFolder(), 'Fiches clôturées.csv', content, { mail: words }));
  const raw = server.accepted[0]!.raw;
  const proof = verifyDkim(raw, pair.publicKey);
  expect([proof.head, proof.body]).toEqual([true, true]);
  expect([proof.tags.get('d'), proof.tags.get('s'), proof.tags.get('a')]).toEqual([
    ...['appels.example', 'exports', 'rsa-sha256'],
  ]);
  const names = proof.tags.get('h')?.toLowerCase().split(':');
  expect(names).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id', 'content-type']));
});

test('the proof fails once a header or a byte of the body is another', async () => {
  const server = await mailServer();
  await send(server, await parcel(await tempFolder(), 'a.csv', Buffer.from('a;b\r\n')));
  const raw = server.accepted[0]!.raw.toString('latin1');
  const changed = (from: string, to: string) =>
    verifyDkim(Buffer.from(raw.replace(from, to), 'latin1'), pair.publicKey);
  expect(changed('un@client.example>', 'deux@client.example>').head).toBe(false);
  expect(changed('Veuillez', 'Veuillaz').body).toBe(false);
  expect(changed('nothing that is there', '')).toMatchObject({ head: true, body: true });
});

test('a file that is gone stops a signed mail before its first byte', async () => {
  const server = await mailServer();
  const file = await parcel(await tempFolder(), 'a.csv', Buffer.from('a;b\r\n'));
  await rm(file.artifact.path);
  await expect(send(server, file)).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
  expect(server.received).toEqual([]);
});

test('the settings name the key and where its public half is, both or neither', () => {
  const DKIM_RECORD = 'exports._domainkey.appels.example';
  expect(readSettings({ DKIM_RECORD, DKIM_KEY: pem }).dkim).toEqual(dkim);
  expect(readSettings({}).dkim).toBeNull();
  expect(problemsOf({ DKIM_RECORD })).toEqual(['DKIM_KEY: nothing']);
  expect(problemsOf({ DKIM_KEY: pem })).toEqual(['DKIM_RECORD: nothing']);
  expect(problemsOf({ DKIM_RECORD: 'exports.appels.example', DKIM_KEY: 'none' })).toEqual([
    'DKIM_RECORD: "exports.appels.example"',
    'DKIM_KEY: a value of another form',
  ]);
  const short = generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  expect(problemsOf({ DKIM_RECORD, DKIM_KEY: short.toString() })).toHaveLength(1);
});

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    const { problems } = error as { problems: { name: string; got: string }[] };
    return problems.map(({ name, got }) => `${name}: ${got}`);
  }
}
