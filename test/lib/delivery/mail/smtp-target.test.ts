import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverToAll } from '../../../../src/lib/delivery/deliver-to-all.ts';
import { oneByOne } from '../../../../src/lib/delivery/mail/smtp-pool.ts';
import type { SmtpServer } from '../../../../src/lib/delivery/mail/smtp-server.ts';
import type { SmtpRoute } from '../../../../src/lib/delivery/mail/smtp-session.ts';
import { smtpTarget } from '../../../../src/lib/delivery/mail/smtp-target.ts';
import { mail } from '../../../../src/lib/delivery/target-spec.ts';
import { describeTarget, parcel } from '../../../contract/target.ts';
import { type Answer, type MailServer, reply, startMailServer, TEST_CA } from '../../../support/mail-server.ts';

const signal = new AbortController().signal;
const SPEC = mail({
  to: ['un@client.example', 'Deux <deux@client.example>'],
  cc: ['trois@client.example'],
  from: 'Exports <exports@appels.example>',
});
const ONE = mail({ to: ['un@client.example'], from: 'exports@appels.example' });
const LOGIN = { user: 'exports', password: 'secret' };
const RECIPIENTS = ['un@client.example', 'deux@client.example', 'trois@client.example'];

function settings(port: number, changes: Partial<SmtpServer> = {}): SmtpServer {
  return {
    host: '127.0.0.1',
    port,
    encryption: 'starttls',
    login: null,
    caFile: TEST_CA,
    setUpMs: 20_000,
    silenceMs: 20_000,
    ...changes,
  };
}

const route = (port: number, changes: Partial<SmtpServer> = {}): SmtpRoute => ({
  server: settings(port, changes),
  connections: oneByOne,
  dkim: null,
});

describeTarget(
  'smtp',
  async () => {
    const server = await startMailServer();
    return {
      target: smtpTarget('client', SPEC, route(server.port)),
      received: () => Promise.all(server.accepted.map(async ({ raw }) => attachment(raw))),
      leftovers: async () => [...server.inTransit],
      close: server.close,
    };
  },
  { recipients: 3, repeatable: false },
);

describe('smtp target', () => {
  let archive: string;
  let server: MailServer | null = null;

  beforeEach(async () => {
    archive = await mkdtemp(join(tmpdir(), 'bordereau-parcels-'));
  });
  afterEach(async () => {
    await server?.close();
    server = null;
    await rm(archive, { recursive: true, force: true });
  });
  const start = async (options: SMTPServerOptions = {}, answer?: Answer): Promise<MailServer> => {
    server = await startMailServer(options, answer);
    return server;
  };
  const send = async (port: number, changes: Partial<SmtpServer> = {}, spec = SPEC) =>
    deliverToAll(
      smtpTarget('client', spec, route(port, changes)),
      await parcel(archive, 'a.csv', Buffer.from('x')),
      signal,
    );

  it('sends each recipient a message of their own', async () => {
    const { port, accepted } = await start();
    await send(port);
    expect(accepted.map(({ recipients }) => recipients)).toEqual(RECIPIENTS.map((recipient) => [recipient]));
  });

  it('keeps the Message-ID and the reply in the receipt', async () => {
    const { port, accepted } = await start();
    const sound = await parcel(archive, 'a.csv', Buffer.from('x'));
    const target = smtpTarget('client', SPEC, route(port));
    const { where, detail } = await target.deliver({ ...sound, recipient: 'deux@client.example' }, signal);
    const { messageId } = await PostalMime.parse(accepted[0]!.raw);
    expect({ where, detail }).toEqual({
      where: `127.0.0.1:${port}`,
      detail: { messageId, reply: expect.stringMatching(/^250 /) },
    });
  });

  it('logs in over the encrypted connection', async () => {
    const seen: unknown[] = [];
    const { port, accepted } = await start({
      authOptional: false,
      onAuth({ username, password }, session, done) {
        seen.push([username, password, session.secure]);
        done(null, { user: username });
      },
    });
    await send(port, { login: { user: 'exports', password: 'p@ss:é' } });
    expect(accepted).toHaveLength(3);
    expect(seen[0]).toEqual(['exports', 'p@ss:é', true]);
  });

  it('speaks TLS from the start when asked to', async () => {
    const { port, accepted } = await start({ secure: true });
    await send(port, { encryption: 'tls' });
    expect(accepted).toHaveLength(3);
  });

  it.each([
    ['a wrong password', { onAuth: refuseLogin(535) }, { login: LOGIN }, 'MAIL_LOGIN_REFUSED', 'permanent'],
    ['a login that must wait', { onAuth: refuseLogin(454) }, { login: LOGIN }, 'MAIL_DEFERRED', 'busy'],
    ['a server without logins', { disabledCommands: ['AUTH'] }, { login: LOGIN }, 'MAIL_LOGIN_REFUSED', 'permanent'],
    ['a server without STARTTLS', { disabledCommands: ['STARTTLS'] }, {}, 'MAIL_NOT_ENCRYPTED', 'permanent'],
    ['an unknown certificate', {}, { caFile: null }, 'MAIL_NOT_ENCRYPTED', 'permanent'],
    ['an unreadable authority file', {}, { caFile: '/nowhere/ca.pem' }, 'TARGET_MISDECLARED', 'permanent'],
    ['a sender that is refused', { onMailFrom: refuse(550) }, {}, 'MAIL_REFUSED', 'permanent'],
    ['greylisting', { onRcptTo: refuse(451) }, {}, 'MAIL_DEFERRED', 'busy'],
    ['unknown recipients', { onRcptTo: refuse(550) }, {}, 'MAIL_REFUSED', 'permanent'],
    ['a size limit', { size: 1000 }, {}, 'MAIL_REFUSED', 'permanent'],
  ] as const)('meets %s without a message sent', async (_, options, changes, code, retry) => {
    const mails = await start(options as SMTPServerOptions);
    await expect(send(mails.port, changes)).rejects.toMatchObject({ code, retry });
    expect(mails.begun).toBe(0);
  });

  it.each([
    [451, 'MAIL_DEFERRED', 'busy'],
    [554, 'MAIL_REFUSED', 'permanent'],
  ])('takes a %i after the last byte for not sent', async (status, code, retry) => {
    const { port, accepted } = await start({}, async () => reply(status, 'content'));
    await expect(send(port)).rejects.toMatchObject({ code, retry });
    expect(accepted).toEqual([]);
  });

  it('calls a silence after the last byte uncertain and does not send again', async () => {
    const mails = await start({}, () => new Promise(() => {}));
    await expect(send(mails.port, { silenceMs: 200 }, ONE)).rejects.toMatchObject({
      code: 'DELIVERY_UNCERTAIN',
      retry: 'permanent',
    });
    expect(mails.received).toHaveLength(1);
  });

  it('calls an abort after the last byte uncertain too', async () => {
    const control = new AbortController();
    const { port } = await start({}, () => {
      control.abort(new Error('shutdown'));
      return new Promise(() => {});
    });
    const target = smtpTarget('client', ONE, route(port));
    const parcelled = await parcel(archive, 'a.csv', Buffer.from('x'));
    await expect(deliverToAll(target, parcelled, control.signal)).rejects.toMatchObject({ code: 'DELIVERY_UNCERTAIN' });
  });

  it('never repeats an address, a text of the server or a password in an error', async () => {
    const { port } = await start({ onRcptTo: refuse(550) });
    const error = await send(port).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/client\.example|refused here/);
    expect(error).toMatchObject({ message: expect.stringContaining('550 5.1.1') });
    expect(error).not.toHaveProperty('cause');
  });

  it('says that a server does not answer', async () => {
    const closed = await start();
    await closed.close();
    server = null;
    await expect(send(closed.port)).rejects.toMatchObject({ code: 'TARGET_UNAVAILABLE', retry: 'transient' });
  });

  it('says in a check what does not work', async () => {
    const { port } = await start({ disabledCommands: ['STARTTLS'] });
    expect(await smtpTarget('client', SPEC, route(port)).check(signal)).toEqual({
      ok: false,
      detail: expect.stringContaining('target client'),
    });
  });
});

type OnAddress = NonNullable<SMTPServerOptions['onRcptTo']>;

function refuse(code: number, only?: string): OnAddress {
  return ({ address }, _session, done) => {
    const refused = only === undefined || only === address;
    done(refused ? reply(code, `5.1.1 <${address}> refused here`) : null);
  };
}

function refuseLogin(code: number): NonNullable<SMTPServerOptions['onAuth']> {
  return (_auth, _session, done) => done(reply(code, 'no'));
}

async function attachment(raw: Buffer): Promise<{ fileName: string; content: Buffer }> {
  const [only] = (await PostalMime.parse(raw)).attachments;
  if (!(only?.content instanceof ArrayBuffer)) throw new Error('no attachment');
  return { fileName: only.filename ?? '', content: Buffer.from(only.content) };
}
