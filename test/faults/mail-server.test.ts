import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oneByOne } from '../../src/lib/delivery/mail/smtp-pool.ts';
import type { SmtpServer } from '../../src/lib/delivery/mail/smtp-server.ts';
import { smtpTarget } from '../../src/lib/delivery/mail/smtp-target.ts';
import { mail } from '../../src/lib/delivery/target-spec.ts';
import type { Receipt } from '../../src/lib/delivery/target.ts';
import { parcel } from '../contract/target.ts';
import { startMailServer, TEST_CA } from '../support/mail-server.ts';
import { type Deed, scriptedMailServer } from '../support/scripted-mail-server.ts';
import { stallingProxy } from '../support/stalling-proxy.ts';

const { signal } = new AbortController();
const SPEC = mail({ to: ['ada@client.example'], from: 'exports@appels.example' });
let archive: string;

beforeAll(async () => {
  archive = await mkdtemp(join(tmpdir(), 'bordereau-parcels-'));
});
afterAll(() => rm(archive, { recursive: true, force: true }));

async function send(
  port: number,
  changes: Partial<SmtpServer> = {},
  content = Buffer.from('a;b\r\n'),
): Promise<Receipt> {
  const settings = { host: '127.0.0.1', port, encryption: 'none', login: null, caFile: TEST_CA } as const;
  const server = { ...settings, setUpMs: 1000, silenceMs: 1000, ...changes };
  const file = await parcel(archive, 'a.csv', content);
  return await smtpTarget('client', SPEC, { server, connections: oneByOne, dkim: null }).deliver(
    { ...file, recipient: 'ada@client.example' },
    signal,
  );
}

test.each([
  ['before its greeting', '', 'TARGET_UNAVAILABLE'],
  ['at EHLO', 'EHLO', 'TARGET_UNAVAILABLE'],
  ['at MAIL FROM', 'MAIL', 'TARGET_UNAVAILABLE'],
  ['at RCPT TO', 'RCPT', 'TARGET_UNAVAILABLE'],
  ['at DATA', 'DATA', 'TARGET_UNAVAILABLE'],
  ['after the last byte', '.', 'DELIVERY_UNCERTAIN'],
])(
  'faults 57: a server that falls silent %s is given up after its time',
  async (_, at, code) => {
    const { port } = await scriptedMailServer(at, 'silent');
    await expect(send(port)).rejects.toMatchObject({ code });
  },
  10_000,
);

test.each([
  ['at RCPT TO', 'RCPT', { reply: '451 4.7.1 greylisted' }, 'MAIL_DEFERRED', 'busy'],
  ['by going away', 'MAIL', { reply: '421 4.3.2 going down' }, 'MAIL_DEFERRED', 'busy'],
  ['by hanging up', 'DATA', 'hang up', 'TARGET_UNAVAILABLE', 'transient'],
  ['with a refusal of the content', '.', { reply: '554 5.7.1 no' }, 'MAIL_REFUSED', 'permanent'],
  ['with 421 after the last byte', '.', { reply: '421 4.3.2 later' }, 'MAIL_DEFERRED', 'busy'],
  ['by hanging up after the last byte', '.', 'hang up', 'DELIVERY_UNCERTAIN', 'permanent'],
] as const)('faults 31, 32: a server that answers %s', async (_, at, deed: Deed, code, retry) => {
  const { port } = await scriptedMailServer(at, deed);
  await expect(send(port)).rejects.toMatchObject({ code, retry });
});

test.each([
  ['while TLS begins', 1500],
  ['in the middle of a message', 200_000],
])(
  'faults 57: a connection that goes dead %s, with no end and no reset, is given up',
  async (_, afterBytes) => {
    const server = await startMailServer();
    const proxy = await stallingProxy(server.port, afterBytes);
    const dead = send(proxy.port, { encryption: 'starttls' }, randomBytes(8_000_000));
    await expect(dead).rejects.toMatchObject({ code: 'TARGET_UNAVAILABLE', retry: 'transient' });
    expect(server.accepted).toEqual([]);
    await server.close();
  },
  20_000,
);

test('faults 34: where STARTTLS was taken out of the way, not one word of the mail is said in clear', async () => {
  const stripped = await scriptedMailServer('STARTTLS', { reply: '502 5.5.1 unknown' });
  await expect(
    send(stripped.port, { encryption: 'starttls', login: { user: 'exports', password: 'canary' } }),
  ).rejects.toMatchObject({
    code: 'MAIL_NOT_ENCRYPTED',
    retry: 'permanent',
  });
  expect(stripped.lines.map((line) => line.split(' ')[0])).toEqual(['EHLO', 'STARTTLS']);
});

test('faults 34: a message that is larger than the server takes is refused before its first byte', async () => {
  const server = await startMailServer({ size: 100_000 });
  await expect(send(server.port, {}, Buffer.alloc(75_000, 'x'))).rejects.toMatchObject({
    code: 'MAIL_REFUSED',
    retry: 'permanent',
  });
  expect([server.begun, server.received]).toEqual([0, []]);
  await server.close();
});
