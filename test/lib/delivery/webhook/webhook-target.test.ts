import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../../src/embedded/free-port.ts';
import type { Parcel, Target } from '../../../../src/lib/delivery/target.ts';
import { parseWebhook } from '../../../../src/lib/delivery/webhook/webhook-server.ts';
import { webhookTarget } from '../../../../src/lib/delivery/webhook/webhook-target.ts';
import { describeTarget, parcel } from '../../../contract/target.ts';
import { TEST_CA, TEST_KEY } from '../../../support/mail-server.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const signal = new AbortController().signal;
const setting = 'TARGET_CANAL_CLIENT_URL';
const SECRET = `whsec_${Buffer.from('thirty-two bytes of a secret key').toString('base64')}`;

interface Notice {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that verifies signatures with the specification's own library, and answers as it is told. */
class Receiver {
  readonly notices: Notice[] = [];
  readonly server: Server;
  status = 204;
  answers = true;

  constructor(serverOf: (listener: RequestListener) => Server = createServer) {
    this.server = serverOf((request, response) => {
      void text(request).then((body) => {
        this.notices.push({ headers: request.headers, body });
        if (this.answers) response.writeHead(this.status, { location: '/elsewhere' }).end('canary');
      });
    }).listen(0, '127.0.0.1');
  }

  async listening(): Promise<this> {
    await once(this.server, 'listening');
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** What the notices say, each id once, as receivers are told to take them; throws where a signature is wrong. */
  told(): { type: string; data: Record<string, unknown> }[] {
    const verifier = new Webhook(SECRET);
    const byId = new Map(
      this.notices.map(({ headers, body }) => {
        const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((part) =>
          String(headers[`webhook-${part}`]),
        );
        const proof = {
          'webhook-id': id ?? '',
          'webhook-timestamp': timestamp ?? '',
          'webhook-signature': signature ?? '',
        };
        return [id, verifier.verify(body, proof) as { type: string; data: Record<string, unknown> }];
      }),
    );
    return [...byId.values()];
  }

  close(): void {
    this.server.close();
    if ('closeAllConnections' in this.server) (this.server as ReturnType<typeof createServer>).closeAllConnections();
  }
}

function targetAt(port: number, protocol = 'http', answerMs = 10_000): Target {
  const server = parseWebhook({
    setting,
    url: `${protocol}://127.0.0.1:${port}/hooks/canary-path?x=1`,
    secret: SECRET,
  });
  return webhookTarget('client', { ...server, answerMs });
}

describeTarget(
  'webhook',
  async () => {
    const receiver = await new Receiver().listening();
    return {
      target: targetAt(receiver.port),
      received: async () =>
        receiver.told().map(({ data }) => ({
          fileName: (data['file'] as { name: string }).name,
          content: Buffer.alloc(0),
        })),
      leftovers: async () => [],
      close: async () => receiver.close(),
    };
  },
  { recipients: 1, repeatable: true, isTold: true },
);

describe('webhook target', () => {
  let receiver: Receiver;
  let ours: Parcel;
  const about = { rows: 2, interval: { from: '2013-07-25T00:00:00', to: '2013-07-26T00:00:00' } };

  beforeEach(async () => {
    receiver = await new Receiver().listening();
    onTestFinished(() => receiver.close());
    ours = { ...(await parcel(await tempFolder(), 'a.csv', Buffer.from('a;b\r\n'))), about };
  });

  it('says which file is there and proves who says so', async () => {
    const receipt = await targetAt(receiver.port).deliver(ours, signal);
    expect(receiver.told()).toEqual([
      {
        type: 'file.ready',
        data: {
          run: 'canal/fiches-cloturees/2013-07-25',
          revision: 1,
          supersedes: null,
          ...about,
          file: { name: 'a.csv', bytes: 5, sha256: ours.artifact?.sha256, contentType: 'text/csv; charset=utf-8' },
        },
      },
    ]);
    expect(receipt).toEqual({
      where: `http://127.0.0.1:${receiver.port}`,
      detail: { id: receiver.notices[0]?.headers['webhook-id'], status: 204 },
    });
  });

  it('says that there is no data today', async () => {
    await targetAt(receiver.port).deliver({ ...ours, artifact: null, about: { ...about, rows: 0 } }, signal);
    expect(receiver.told()).toMatchObject([{ type: 'file.none', data: { rows: 0, file: null } }]);
  });

  it('gives each revision and each wanted repetition an id of its own, and one to all its tries', async () => {
    const target = targetAt(receiver.port);
    for (const changes of [{}, {}, { revision: 2, supersedes: 1 }, { copy: 1 }]) {
      await target.deliver({ ...ours, ...changes }, signal);
    }
    const ids = receiver.notices.map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    [302, 'TARGET_REFUSED', 'permanent'],
    [400, 'TARGET_REFUSED', 'permanent'],
    [410, 'TARGET_REFUSED', 'permanent'],
    [408, 'TARGET_BUSY', 'busy'],
    [429, 'TARGET_BUSY', 'busy'],
    [503, 'TARGET_UNAVAILABLE', 'transient'],
  ])('takes the status %i for %s', async (status, code, retry) => {
    receiver.status = status;
    await expect(targetAt(receiver.port).deliver(ours, signal)).rejects.toMatchObject({
      code,
      retry,
      message: expect.not.stringMatching(/canary|127\.0\.0\.1/),
    });
    expect(receiver.notices).toHaveLength(1);
  });

  it('tries again when nobody answers, and when the answer never comes', async () => {
    const unavailable = { code: 'TARGET_UNAVAILABLE', retry: 'transient' };
    await expect(targetAt(await freePort()).deliver(ours, signal)).rejects.toMatchObject(unavailable);
    receiver.answers = false;
    await expect(targetAt(receiver.port, 'http', 300).deliver(ours, signal)).rejects.toMatchObject(unavailable);
    expect(receiver.notices).toHaveLength(1);
  });

  it('stops waiting when aborted', async () => {
    receiver.answers = false;
    const [control, reason] = [new AbortController(), new Error('cancelled')];
    const end = expect(targetAt(receiver.port).deliver(ours, control.signal)).rejects.toBe(reason);
    await expect.poll(() => receiver.notices.length).toBe(1);
    control.abort(reason);
    await end;
  });

  it('says nothing to a receiver whose certificate does not hold', async () => {
    const [key, cert] = await Promise.all([readFile(TEST_KEY), readFile(TEST_CA)]);
    const secure = await new Receiver((listener) => createTlsServer({ key, cert }, listener)).listening();
    onTestFinished(() => secure.close());
    const target = targetAt(secure.port, 'https');
    await expect(target.deliver(ours, signal)).rejects.toMatchObject({
      code: 'TARGET_NOT_ENCRYPTED',
      retry: 'permanent',
    });
    expect(await target.check(signal)).toMatchObject({ ok: false });
    expect(secure.notices).toEqual([]);
  });
});

describe('the settings of a webhook', () => {
  it.each([
    ['http://client.example/canary', SECRET, 'TARGET_MISDECLARED'],
    ['sftp://client.example/canary', SECRET, 'TARGET_MISDECLARED'],
    [null, SECRET, 'SETTING_MISSING'],
    ['https://client.example/canary', null, 'SETTING_MISSING'],
  ])('refuse %s', (url, secret, code) => {
    expect(() => parseWebhook({ setting, url, secret })).toThrowError(
      expect.objectContaining({ code, message: expect.not.stringContaining('canary') }),
    );
  });

  it('name the one that is missing', () => {
    expect(() => parseWebhook({ setting, url: 'https://client.example', secret: null })).toThrowError(
      'TARGET_CANAL_CLIENT_SECRET',
    );
  });
});
