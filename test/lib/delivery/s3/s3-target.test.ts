import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../../src/embedded/free-port.ts';
import { parseS3Url } from '../../../../src/lib/delivery/s3/s3-server.ts';
import { s3Target } from '../../../../src/lib/delivery/s3/s3-target.ts';
import type { Target } from '../../../../src/lib/delivery/target.ts';
import { s3 } from '../../../../src/lib/delivery/target-spec.ts';
import { describeTarget, parcel } from '../../../contract/target.ts';
import { cuttingProxy } from '../../../support/cutting-proxy.ts';
import { BUCKET, KEY, type S3Server, startS3Server } from '../../../support/s3-server.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const signal = new AbortController().signal;
const setting = 'TARGET_CANAL_CLIENT_URL';
const SPEC = s3({ bucket: BUCKET, prefix: 'entrant/' });

function targetAt(port: number, { id, secret } = KEY, silenceMs = 20_000, spec = SPEC): Target {
  const server = parseS3Url({ setting, url: `s3://${id}:${secret}@127.0.0.1:${port}?tls=none` });
  return s3Target('client', spec, { ...server, silenceMs });
}

describeTarget(
  's3',
  async () => {
    const server = await startS3Server();
    return {
      target: targetAt(server.port),
      received: async () =>
        (await server.objects()).map(({ key, content }) => ({ fileName: key.replace('entrant/', ''), content })),
      leftovers: () => server.uploads(),
      close: server.close,
    };
  },
  { recipients: 1, repeatable: true },
);

describe('s3 target', () => {
  let server: S3Server;
  let archive: string;
  const target = (): Target => targetAt(server.port);
  const lines = (): string[] => server.requests.map(({ line }) => line);

  beforeEach(async () => {
    server = await startS3Server();
    archive = await tempFolder();
  });
  afterEach(() => server.close());

  it('writes a file on the condition that nothing has its key, with its SHA-256 for the server to compare', async () => {
    const content = Buffer.from('a;b\r\n');
    const receipt = await target().deliver(await parcel(archive, 'a.csv', content), signal);
    const sha256 = createHash('sha256').update(content);
    expect(receipt).toEqual({
      where: `s3://${BUCKET}/entrant/a.csv`,
      detail: { outcome: 'new', bytes: 5, sha256: sha256.copy().digest('hex') },
    });
    expect(lines()).toEqual([
      'HEAD /exports/entrant/a.csv',
      'PUT /exports/entrant/a.csv',
      'HEAD /exports/entrant/a.csv',
    ]);
    expect(server.requests[1]?.headers).toMatchObject({
      'if-none-match': '*',
      'content-type': 'text/csv; charset=utf-8',
      'x-amz-checksum-sha256': sha256.digest('base64'),
      'x-amz-meta-run': 'canal/fiches-cloturees/2013-07-25',
    });
  });

  it('reads nothing back to know the same file again', async () => {
    const once = await parcel(archive, 'a.csv', Buffer.from('first'));
    await target().deliver(once, signal);
    server.requests.length = 0;
    expect((await target().deliver(once, signal)).detail['outcome']).toBe('already there');
    expect(lines()).toEqual(['HEAD /exports/entrant/a.csv']);
  });

  it('refuses another file of the same key for a first revision and leaves it as it is', async () => {
    await target().deliver(await parcel(archive, 'a.csv', Buffer.from('them')), signal);
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    await expect(target().deliver(ours, signal)).rejects.toMatchObject({ code: 'TARGET_CONFLICT', retry: 'permanent' });
    expect((await server.objects())[0]?.content.toString()).toBe('them');
  });

  it('replaces the file with a later revision', async () => {
    await target().deliver(await parcel(archive, 'a.csv', Buffer.from('first')), signal);
    const second = await parcel(archive, 'a.csv', Buffer.from('second'), { revision: 2, supersedes: 1 });
    expect((await target().deliver(second, signal)).detail['outcome']).toBe('replaced');
    expect((await server.objects()).map(({ content }) => content.toString())).toEqual(['second']);
  });

  it('lets one of two deliveries of other files to one key win', async () => {
    const [one, two] = [Buffer.alloc(3_000_000, 'x'), Buffer.alloc(3_000_000, 'y')];
    const ends = await Promise.allSettled([
      target().deliver(await parcel(archive, 'a.csv', one), signal),
      target().deliver(await parcel(await tempFolder(), 'a.csv', two), signal),
    ]);
    const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
    expect(failed.every((code) => ['TARGET_CONTENDED', 'TARGET_CORRUPTED', 'TARGET_CONFLICT'].includes(code))).toBe(
      true,
    );
    expect(await server.objects()).toHaveLength(1);
  });

  it('sends a large file in parts, each with its SHA-256', async () => {
    await target().deliver(await parcel(archive, 'big.csv', randomBytes(40 * 1024 * 1024)), signal);
    expect(lines()).toEqual([
      'HEAD /exports/entrant/big.csv',
      'POST /exports/entrant/big.csv?uploads=',
      'PUT /exports/entrant/big.csv?partNumber=1',
      'PUT /exports/entrant/big.csv?partNumber=2',
      'PUT /exports/entrant/big.csv?partNumber=3',
      'POST /exports/entrant/big.csv',
      'HEAD /exports/entrant/big.csv',
    ]);
    const parts = server.requests.filter(({ line }) => line.includes('partNumber'));
    expect(parts.every(({ headers }) => /^[\w+/]{43}=$/.test(String(headers['x-amz-checksum-sha256'])))).toBe(true);
    expect(server.requests.at(-2)?.headers['if-none-match']).toBe('*');
  });

  it.each([
    ['a part is refused', 'PUT /exports/entrant/big.csv?partNumber=2', { status: 503, code: 'SlowDown' }],
    ['a part is cut', 'PUT /exports/entrant/big.csv?partNumber=2', 'cut'],
    ['the end is refused', 'POST /exports/entrant/big.csv', { status: 500, code: 'InternalError' }],
  ] as const)('gives a large file up when %s, and delivers it whole the next time', async (_, line, fault) => {
    const content = randomBytes(33 * 1024 * 1024);
    const big = await parcel(archive, 'big.csv', content);
    server.fault = (request) => (request.line === line ? fault : null);
    await expect(target().deliver(big, signal)).rejects.toMatchObject({
      code: 'TARGET_UNAVAILABLE',
      retry: 'transient',
    });
    expect(await server.uploads()).toEqual([]);
    expect(await server.objects()).toEqual([]);
    server.fault = () => null;
    await target().deliver(big, signal);
    expect(content.equals((await server.objects())[0]?.content ?? Buffer.alloc(0))).toBe(true);
  });

  it('knows its file again when the answer to a write was lost', async () => {
    const once = await parcel(archive, 'a.csv', Buffer.from('first'));
    server.fault = ({ line }) => (line.startsWith('PUT') ? 'cut after' : null);
    await expect(target().deliver(once, signal)).rejects.toMatchObject({ code: 'TARGET_UNAVAILABLE' });
    server.fault = () => null;
    expect((await target().deliver(once, signal)).detail['outcome']).toBe('already there');
  });

  it.each([
    [{ status: 503, code: 'SlowDown' }, 'TARGET_UNAVAILABLE', 'transient'],
    [{ status: 400, code: 'BadDigest' }, 'TARGET_CORRUPTED', 'transient'],
    [{ status: 507, code: 'XMinioStorageFull' }, 'TARGET_FULL', 'busy'],
    [{ status: 403, code: 'AccessDenied' }, 'TARGET_NOT_WRITABLE', 'permanent'],
    [{ status: 501, code: 'NotImplemented' }, 'TARGET_NOT_WRITABLE', 'permanent'],
    [{ status: 409, code: 'ConditionalRequestConflict' }, 'TARGET_CONTENDED', 'transient'],
  ] as const)('takes %o for %s', async (fault, code, retry) => {
    server.fault = ({ line }) => (line.startsWith('PUT') ? fault : null);
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    await expect(target().deliver(ours, signal)).rejects.toMatchObject({
      code,
      retry,
      message: expect.not.stringMatching(/canary|127\.0\.0\.1/),
    });
    expect(await server.objects()).toEqual([]);
  });

  it('stops at a key that the server does not take, and at a bucket that is not there', async () => {
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    const stranger = targetAt(server.port, { id: 'S3RVER', secret: 'canary' });
    await expect(stranger.deliver(ours, signal)).rejects.toMatchObject({ retry: 'permanent' });
    const nowhere = targetAt(server.port, KEY, 20_000, s3({ bucket: 'nowhere' }));
    await expect(nowhere.deliver(ours, signal)).rejects.toMatchObject({ code: 'TARGET_NOT_WRITABLE' });
    expect(await nowhere.check(signal)).toMatchObject({ ok: false, detail: expect.stringContaining('NoSuchBucket') });
  });

  it('tries again when nobody answers, and when the answer never comes', async () => {
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    const unavailable = { code: 'TARGET_UNAVAILABLE', retry: 'transient' };
    await expect(targetAt(await freePort()).deliver(ours, signal)).rejects.toMatchObject(unavailable);
    const proxy = await cuttingProxy(server.port, 50, 'silence');
    onTestFinished(() => proxy.close());
    await expect(targetAt(proxy.port, KEY, 500).deliver(ours, signal)).rejects.toMatchObject(unavailable);
  });
});
