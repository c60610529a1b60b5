import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverToAll } from '../../../../src/lib/delivery/deliver-to-all.ts';
import { outboxTarget } from '../../../../src/lib/delivery/mail/outbox-target.ts';
import { mail, type MailSpec } from '../../../../src/lib/delivery/target-spec.ts';
import { describeTarget, parcel } from '../../../contract/target.ts';

const signal = new AbortController().signal;
const SPEC = mail({
  to: ['Équipe reporting <reporting@canal.example>'],
  cc: ['chef@canal.example'],
  from: 'Exports <exports@appels.example>',
});

describeTarget(
  'outbox',
  async () => {
    const outbox = await mkdtemp(join(tmpdir(), 'bordereau-outbox-'));
    return {
      target: outboxTarget('reporting', SPEC, outbox),
      received: async () => (await messages(outbox)).map(attachment),
      leftovers: async () => (await readdir(outbox)).filter((name) => !name.endsWith('.eml') || name.startsWith('.')),
      close: () => rm(outbox, { recursive: true, force: true }),
    };
  },
  { recipients: 2, repeatable: true },
);

describe('outbox target', () => {
  let outbox: string;
  let archive: string;
  const target = (spec: MailSpec = SPEC) => outboxTarget('reporting', spec, outbox);

  beforeEach(async () => {
    outbox = await mkdtemp(join(tmpdir(), 'bordereau-outbox-'));
    archive = await mkdtemp(join(tmpdir(), 'bordereau-parcels-'));
  });
  afterEach(async () => {
    await rm(outbox, { recursive: true, force: true });
    await rm(archive, { recursive: true, force: true });
  });

  it('writes one message per recipient, each with the whole list of addressees', async () => {
    await deliverToAll(target(), await parcel(archive, 'a.csv', Buffer.from('x')), signal);
    const read = await messages(outbox);
    expect(new Set(read.map((message) => header(message, 'x-envelope-to')))).toEqual(
      new Set(['reporting@canal.example', 'chef@canal.example']),
    );
    for (const message of read) {
      expect(message.from).toEqual({ name: 'Exports', address: 'exports@appels.example' });
      expect(message.to).toEqual([{ name: 'Équipe reporting', address: 'reporting@canal.example' }]);
      expect(message.cc).toEqual([{ name: '', address: 'chef@canal.example' }]);
    }
  });

  it('names nobody of bcc to the others, and sends them theirs', async () => {
    const quiet = mail({ ...SPEC, bcc: ['Audit <audit@appels.example>'] });
    await deliverToAll(target(quiet), await parcel(archive, 'a.csv', Buffer.from('x')), signal);
    const read = await messages(outbox);
    const theirs = read.filter((message) => header(message, 'x-envelope-to') === 'audit@appels.example');
    const others = read.filter((message) => !theirs.includes(message));
    expect([theirs.length, others.length]).toEqual([1, 2]);
    expect(JSON.stringify(others)).not.toContain('audit');
    expect([theirs[0]?.to, theirs[0]?.cc, theirs[0]?.bcc]).toEqual([others[0]?.to, others[0]?.cc, undefined]);
  });

  it('carries the words as text and as HTML, beside the file', async () => {
    const words = { subject: 'Août', text: 'Bonjour é\n', html: '<p>Bonjour é</p>' };
    await deliverToAll(target(), await parcel(archive, 'a.csv', Buffer.from('x'), { mail: words }), signal);
    const [name = ''] = await readdir(outbox);
    const raw = await readFile(join(outbox, name), 'latin1');
    expect([...raw.matchAll(/^Content-Type: ([\w/]+)/gm)].map(([, type]) => type)).toEqual([
      ...['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'text/csv'],
    ]);
    const [message] = await messages(outbox);
    expect([message?.text?.trim(), message?.html?.trim()]).toEqual(['Bonjour é', '<p>Bonjour é</p>']);
  });

  it('carries the words as they were given', async () => {
    const words = {
      subject: 'Fiches clôturées « août » du 25/07/2013 — résumé très long pour que la ligne soit pliée plusieurs fois',
      text: "Bonjour,\n\nVeuillez trouver ci-joint l'export…\n.\nFrom here\n",
    };
    await deliverToAll(target(), await parcel(archive, 'a.csv', Buffer.from('x'), { mail: words }), signal);
    const [message] = await messages(outbox);
    expect(message?.subject).toBe(words.subject);
    expect(message?.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(words.text.trimEnd());
  });

  it('keeps to ASCII, CRLF and short lines, as RFC 5322 wants', async () => {
    const name = 'Fiches clôturées; août.csv';
    const words = { subject: `Clôturées ${'é'.repeat(200)}`, text: `${'é'.repeat(2000)}\n` };
    await deliverToAll(target(), await parcel(archive, name, Buffer.alloc(5000, 'x'), { mail: words }), signal);
    for (const file of await readdir(outbox)) {
      const raw = await readFile(join(outbox, file));
      expect(raw.every((byte) => byte < 128)).toBe(true);
      const lines = raw.toString('latin1').split('\r\n');
      expect(lines.some((line) => /[\r\n]/.test(line))).toBe(false);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
    }
  });

  it('names the file by a Message-ID that is the same for ever', async () => {
    await deliverToAll(target(), await parcel(archive, 'a.csv', Buffer.from('x')), signal);
    const names = await readdir(outbox);
    expect(names.sort()).toEqual([
      'canal.fiches-cloturees.2013-07-25.r1.ae71a15e3867cba8.eml',
      'canal.fiches-cloturees.2013-07-25.r1.cb6ebab62e346a2c.eml',
    ]);
    const [message] = await messages(outbox);
    expect(message?.messageId).toBe('<canal.fiches-cloturees.2013-07-25.r1.ae71a15e3867cba8@appels.example>');
  });

  it('puts a later revision beside the first, in the same thread', async () => {
    await deliverToAll(target(), await parcel(archive, 'a.csv', Buffer.from('x')), signal);
    const second = await parcel(archive, 'a.csv', Buffer.from('y'), { revision: 2, supersedes: 1 });
    await deliverToAll(target(), second, signal);
    const read = await messages(outbox);
    expect(read).toHaveLength(4);
    const first = new Set(read.map(({ messageId }) => messageId));
    const replies = read.filter(({ inReplyTo }) => inReplyTo !== undefined);
    expect(replies).toHaveLength(2);
    for (const reply of replies) expect(first).toContain(reply.inReplyTo);
  });

  it('leaves a message alone that is already there', async () => {
    const once = await parcel(archive, 'a.csv', Buffer.from('x'));
    await deliverToAll(target(), once, signal);
    const [name = ''] = await readdir(outbox);
    const before = await readFile(join(outbox, name));
    await deliverToAll(target(), once, signal);
    expect(await readFile(join(outbox, name))).toEqual(before);
  });

  it('tells in the receipt which message it is and where', async () => {
    const sound = await parcel(archive, 'a.csv', Buffer.from('x'));
    const { where, detail } = await target().deliver({ ...sound, recipient: 'chef@canal.example' }, signal);
    const [message] = await messages(outbox);
    expect(await readdir(outbox)).toEqual([basename(where)]);
    expect(detail).toEqual({ messageId: message?.messageId });
  });

  it('writes to a person once who is named twice', async () => {
    const twice = mail({ ...SPEC, to: ['a@canal.example', 'A@canal.example'], cc: ['<a@canal.example>'] });
    await deliverToAll(target(twice), await parcel(archive, 'a.csv', Buffer.from('x')), signal);
    expect(await readdir(outbox)).toHaveLength(1);
  });

  it.each([
    ['subject', { mail: { subject: 'a\r\nBcc: thief@evil.example', text: '' } }],
    ['subject with NUL', { mail: { subject: 'a\0', text: '' } }],
    ['run id', { runId: 'canal/x/2013\nBcc: thief@evil.example' }],
  ])('refuses a line break in the %s', async (_, changes) => {
    const injected = await parcel(archive, 'a.csv', Buffer.from('x'), changes);
    await expect(deliverToAll(target(), injected, signal)).rejects.toMatchObject({ code: 'MAIL_HEADER_REFUSED' });
    expect(await readdir(outbox)).toEqual([]);
  });

  it.each([['file name', 'fileName'] as const, ['content type', 'contentType'] as const])(
    'refuses a line break in the %s',
    async (_, field) => {
      const sound = await parcel(archive, 'a.csv', Buffer.from('x'));
      const injected = { ...sound, artifact: { ...sound.artifact, [field]: 'a.csv\r\nBcc: thief@evil.example' } };
      await expect(deliverToAll(target(), injected, signal)).rejects.toMatchObject({ code: 'MAIL_HEADER_REFUSED' });
      expect(await readdir(outbox)).toEqual([]);
    },
  );

  it.each([
    ['a list in one text', { to: ['a@canal.example, b@canal.example'] }],
    ['a group', { to: ['team: a@canal.example, b@canal.example;'] }],
    ['a quoted local part', { to: ['"thief@evil.example x"@canal.example'] }],
    ['no address', { to: ['reporting'] }],
    ['no recipient', { to: [] }],
    ['two senders', { from: 'a@canal.example, b@canal.example' }],
  ])('refuses %s in a declaration without repeating it', (_, changes) => {
    expect(() => target({ ...SPEC, cc: [], ...changes })).toThrowError(
      expect.objectContaining({ code: 'TARGET_MISDECLARED', message: expect.not.stringContaining('@canal') }),
    );
  });

  it('refuses a line break in an address', () => {
    expect(() => target({ ...SPEC, to: ['a@canal.example\r\nBcc: thief@evil.example'] })).toThrowError(
      expect.objectContaining({ code: 'MAIL_HEADER_REFUSED' }),
    );
  });
});

async function messages(outbox: string): Promise<Email[]> {
  const names = (await readdir(outbox)).filter((name) => name.endsWith('.eml') && !name.startsWith('.')).sort();
  return Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))));
}

function attachment(message: Email): { fileName: string; content: Buffer } {
  const [only, ...more] = message.attachments;
  if (only === undefined || more.length > 0 || !(only.content instanceof ArrayBuffer))
    throw new Error('not one attachment');
  return { fileName: only.filename ?? '', content: Buffer.from(only.content) };
}

function header(message: Email, key: string): string | undefined {
  return message.headers.find((header) => header.key === key)?.value;
}
