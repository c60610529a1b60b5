import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../src/embedded/free-port.ts';
import type { Target } from '../../src/lib/delivery/target.ts';
import { cuttingProxy } from '../support/cutting-proxy.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { describeTarget, parcel } from './target.ts';

/** A real server on the loopback address whose folders are those of this machine. */
export interface FileServer {
  readonly port: number;
  /** A target that lays files into the folder `path`, through `port` instead of the server's own. */
  target(path: string, through?: { readonly port?: number; readonly silenceMs?: number }): Target;
}

const signal = new AbortController().signal;

/**
 * What every target must do that lays files into a folder of somebody else's server, the target contract included.
 * `loginBytes`: how much the server says before it is asked for the first file.
 */
export function describeRemoteFolder(kind: string, server: () => FileServer, loginBytes: number): void {
  describeTarget(
    kind,
    async () => {
      const place = await mkdtemp(join(tmpdir(), 'bordereau-place-'));
      const entries = async (hidden: boolean): Promise<string[]> =>
        (await readdir(place)).filter((name) => name.startsWith('.') === hidden);
      const received = async (fileName: string) => ({ fileName, content: await readFile(join(place, fileName)) });
      return {
        target: server().target(place),
        received: async () => Promise.all((await entries(false)).map(received)),
        leftovers: () => entries(true),
        close: () => rm(place, { recursive: true, force: true }),
      };
    },
    { recipients: 1, repeatable: true },
  );

  describe(`remote folder contract: ${kind}`, () => {
    let place: string;
    let archive: string;
    const at = (name: string): string => join(place, name);
    const target = (through = {}): Target => server().target(place, through);

    beforeEach(async () => {
      place = await tempFolder();
      archive = await tempFolder();
    });

    it('refuses another file of the same name for a first revision and leaves it as it is', async () => {
      await writeFile(at('a.csv'), 'them');
      const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
      await expect(target().deliver(ours, signal)).rejects.toMatchObject({
        code: 'TARGET_CONFLICT',
        retry: 'permanent',
        message: expect.not.stringContaining('127.0.0.1'),
      });
      expect(await readFile(at('a.csv'), 'utf8')).toBe('them');
      expect(await readdir(place)).toEqual(['a.csv']);
    });

    it('replaces the file with a later revision', async () => {
      await target().deliver(await parcel(archive, 'a.csv', Buffer.from('first')), signal);
      const second = await parcel(archive, 'a.csv', Buffer.from('second'), { revision: 2, supersedes: 1 });
      const receipt = await target().deliver(second, signal);
      expect(await readFile(at('a.csv'), 'utf8')).toBe('second');
      expect(receipt).toEqual({
        where: `${kind}://127.0.0.1:${server().port}/${place}/a.csv`,
        detail: { outcome: 'replaced', bytes: 6, sha256: second.artifact.sha256 },
      });
      expect(await readdir(place)).toEqual(['a.csv']);
    });

    it('says that the file was already there', async () => {
      const once = await parcel(archive, 'a.csv', Buffer.from('first'));
      expect((await target().deliver(once, signal)).detail['outcome']).toBe('new');
      expect((await target().deliver(once, signal)).detail['outcome']).toBe('already there');
    });

    it('writes over what an attempt that died left behind', async () => {
      await writeFile(at('.a.csv.part'), 'a longer half of a file than the whole');
      await target().deliver(await parcel(archive, 'a.csv', Buffer.from('whole')), signal);
      expect(await readdir(place)).toEqual(['a.csv']);
      expect(await readFile(at('a.csv'), 'utf8')).toBe('whole');
    });

    it('takes a full disk or quota for what it is', async () => {
      await symlink('/dev/full', at('.a.csv.part'));
      const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
      await expect(target().deliver(ours, signal)).rejects.toMatchObject({ code: 'TARGET_FULL', retry: 'busy' });
      expect(await readdir(place)).toEqual([]);
    });

    it('names a folder that is not there as not writable, and its check says so', async () => {
      await rm(place, { recursive: true });
      const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
      await expect(target().deliver(ours, signal)).rejects.toMatchObject({
        code: 'TARGET_NOT_WRITABLE',
        retry: 'permanent',
        message: expect.not.stringMatching(/127\.0\.0\.1|localhost/),
      });
      expect(await target().check(signal)).toMatchObject({
        ok: false,
        detail: expect.stringContaining('target client'),
      });
    });

    it('tries again when nobody answers', async () => {
      const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
      await expect(target({ port: await freePort() }).deliver(ours, signal)).rejects.toMatchObject({
        code: 'TARGET_UNAVAILABLE',
        retry: 'transient',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });

    it.each([
      ['at once', 0],
      ['before the login', 100],
      ['after it', loginBytes + 50],
    ])('gives up a peer that falls silent %s', async (_, afterBytes) => {
      const proxy = await cuttingProxy(server().port, afterBytes, 'silence');
      onTestFinished(() => proxy.close());
      const big = await parcel(archive, 'a.csv', randomBytes(8_000_000));
      await expect(target({ port: proxy.port, silenceMs: 700 }).deliver(big, signal)).rejects.toMatchObject({
        code: 'TARGET_UNAVAILABLE',
        retry: 'transient',
      });
      expect(await readdir(place)).not.toContain('a.csv');
    });

    it('ends with one whole file wherever the connection is cut, also between the rename and its answer', async () => {
      const content = randomBytes(1_000_000);
      const file = await parcel(archive, 'a.csv', content);
      const whole = await cuttingProxy(server().port, Infinity, 'reset');
      onTestFinished(() => whole.close());
      await target({ port: whole.port }).deliver(file, signal);
      const early = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => Math.round(whole.passed() * share));
      // No two sessions are of the same length to the byte: padding and windows differ.
      const last = Array.from({ length: 20 }, (_, step) => whole.passed() - 440 + step * 40);
      const outcomes: unknown[] = [];
      for (const afterBytes of [...early, ...last]) {
        await rm(at('a.csv'));
        const proxy = await cuttingProxy(server().port, afterBytes, 'reset');
        const broken = target({ port: proxy.port }).deliver(file, signal);
        await broken.catch((error: unknown) => expect(error).toMatchObject({ code: 'TARGET_UNAVAILABLE' }));
        await proxy.close();
        const witnessed = await readdir(place);
        const { detail } = await target().deliver(file, signal);
        outcomes.push(detail['outcome']);
        expect(detail['outcome']).toBe(witnessed.includes('a.csv') ? 'already there' : 'new');
        expect(await readdir(place)).toEqual(['a.csv']);
        expect(content.equals(await readFile(at('a.csv')))).toBe(true);
      }
      expect(new Set(outcomes)).toEqual(new Set(['new', 'already there']));
    });
  });
}
