import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { deliverToAll } from '../../../../src/lib/delivery/deliver-to-all.ts';
import { pooledConnections, type SmtpConnections } from '../../../../src/lib/delivery/mail/smtp-pool.ts';
import type { SmtpServer } from '../../../../src/lib/delivery/mail/smtp-server.ts';
import { smtpTarget } from '../../../../src/lib/delivery/mail/smtp-target.ts';
import { mail } from '../../../../src/lib/delivery/target-spec.ts';
import { parcel } from '../../../contract/target.ts';
import { type MailServer, reply, startMailServer, TEST_CA } from '../../../support/mail-server.ts';

const { signal } = new AbortController();
const SPEC = mail({ to: ['un@client.example', 'deux@client.example'], from: 'exports@appels.example' });

let archive: string;
let connected: number;
let server: MailServer;
let connections: SmtpConnections;

beforeEach(async () => {
  archive = await mkdtemp(join(tmpdir(), 'bordereau-parcels-'));
  connected = 0;
  connections = pooledConnections();
  server = await startMailServer({
    onConnect: (_session, done) => {
      connected++;
      done();
    },
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('nobody') ? reply(550, 'no') : null),
  });
});
afterEach(async () => {
  await server.close();
  await rm(archive, { recursive: true, force: true });
});

function settings(port: number): SmtpServer {
  const limits = { setUpMs: 5000, silenceMs: 5000 };
  return { host: '127.0.0.1', port, encryption: 'starttls', login: null, caFile: TEST_CA, ...limits };
}

async function send(port = server.port, spec = SPEC): Promise<void> {
  const file = await parcel(archive, 'a.csv', Buffer.from('x'));
  await deliverToAll(smtpTarget('client', spec, { server: settings(port), connections, dkim: null }), file, signal);
}

test('mails one after the other go over one connection', async () => {
  await send();
  await send();
  expect([connected, server.accepted.length]).toEqual([1, 4]);
});

test('mails at the same time have a connection each', async () => {
  await Promise.all([send(), send(), send()]);
  expect([connected, server.accepted.length]).toEqual([3, 6]);
});

test('a connection that saw a refusal is not used again', async () => {
  await expect(send(server.port, mail({ ...SPEC, to: ['nobody@client.example'] }))).rejects.toMatchObject({
    code: 'MAIL_REFUSED',
  });
  await send();
  expect([connected, server.accepted.length]).toEqual([2, 2]);
});

test('a connection that the server closed meanwhile is not used again', async () => {
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    sockets.push(client);
    client.on('error', () => {});
    client.pipe(connect(server.port, '127.0.0.1')).pipe(client);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const address = proxy.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  await send(port);
  for (const socket of sockets) socket.resetAndDestroy();
  await send(port);
  expect([sockets.length, server.accepted.length]).toEqual([2, 4]);
  for (const socket of sockets) socket.destroy();
});

test('nothing leaves over a kept connection after an abort', async () => {
  await send();
  const file = await parcel(archive, 'a.csv', Buffer.from('x'));
  const target = smtpTarget('client', SPEC, { server: settings(server.port), connections, dkim: null });
  const reason = new Error('cancelled');
  const late = target.deliver({ ...file, recipient: 'un@client.example' }, AbortSignal.abort(reason));
  await expect(late).rejects.toBe(reason);
  expect(server.begun).toBe(2);
});
