import { lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderTarget } from '../../../../src/lib/delivery/folder/folder-target.ts';
import { folder } from '../../../../src/lib/delivery/target-spec.ts';
import { describeTarget, parcel } from '../../../contract/target.ts';

const signal = new AbortController().signal;
const SPEC = folder({ path: 'canal/entrant' });

describeTarget(
  'folder',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'bordereau-folders-'));
    const place = join(root, SPEC.path);
    const entries = async (): Promise<string[]> => readdir(place).catch(() => []);
    return {
      target: folderTarget('partage', SPEC, root),
      received: async () => {
        const names = (await entries()).filter((name) => !name.startsWith('.'));
        return Promise.all(
          names.map(async (fileName) => ({ fileName, content: await readFile(join(place, fileName)) })),
        );
      },
      leftovers: async () => (await entries()).filter((name) => name.startsWith('.')),
      close: () => rm(root, { recursive: true, force: true }),
    };
  },
  { recipients: 1, repeatable: true },
);

describe('folder target', () => {
  let root: string;
  let archive: string;
  const at = (name: string): string => join(root, SPEC.path, name);
  const target = (path = SPEC.path) => folderTarget('partage', folder({ path }), root);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'bordereau-folders-'));
    archive = await mkdtemp(join(tmpdir(), 'bordereau-parcels-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
    await rm(archive, { recursive: true, force: true });
  });

  it('refuses another file of the same name for a first revision and leaves it as it is', async () => {
    await mkdir(join(root, SPEC.path), { recursive: true });
    await writeFile(at('a.csv'), 'theirs');
    const ours = await parcel(archive, 'a.csv', Buffer.from('ours'));
    await expect(target().deliver(ours, signal)).rejects.toMatchObject({ code: 'TARGET_CONFLICT', retry: 'permanent' });
    expect(await readFile(at('a.csv'), 'utf8')).toBe('theirs');
  });

  it('replaces the file with a later revision', async () => {
    await target().deliver(await parcel(archive, 'a.csv', Buffer.from('first')), signal);
    const second = await parcel(archive, 'a.csv', Buffer.from('second'), { revision: 2, supersedes: 1 });
    const receipt = await target().deliver(second, signal);
    expect(await readFile(at('a.csv'), 'utf8')).toBe('second');
    expect(receipt).toMatchObject({ where: at('a.csv'), detail: { outcome: 'replaced', bytes: 6 } });
    expect(await readdir(join(root, SPEC.path))).toEqual(['a.csv']);
  });

  it('says that the file was already there', async () => {
    const once = await parcel(archive, 'a.csv', Buffer.from('first'));
    const { detail } = await target().deliver(once, signal);
    const before = await lstat(at('a.csv'));
    const again = await target().deliver(once, signal);
    expect(detail['outcome']).toBe('new');
    expect(again.detail['outcome']).toBe('already there');
    expect((await lstat(at('a.csv'))).ino).toBe(before.ino);
  });

  it('replaces what an attempt that died left behind', async () => {
    await mkdir(join(root, SPEC.path), { recursive: true });
    await writeFile(at('.a.csv.part'), 'half a fi');
    await target().deliver(await parcel(archive, 'a.csv', Buffer.from('whole')), signal);
    expect(await readdir(join(root, SPEC.path))).toEqual(['a.csv']);
    expect(await readFile(at('a.csv'), 'utf8')).toBe('whole');
  });

  it('lets two deliveries of one parcel at a time end with one whole file', async () => {
    const both = await parcel(archive, 'a.csv', Buffer.alloc(4_000_000, 'x'));
    const ends = await Promise.allSettled([target().deliver(both, signal), target().deliver(both, signal)]);
    const failed = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.retry);
    expect(failed.every((retry) => retry === 'transient')).toBe(true);
    const last = await target().deliver(both, signal);
    expect(last.detail['bytes']).toBe(4_000_000);
    expect(await readdir(join(root, SPEC.path))).toEqual(['a.csv']);
  });

  it.each([['../outside'], ['/etc'], ['canal/../../outside']])('refuses the path %s', async (path) => {
    const lost = await parcel(archive, 'a.csv', Buffer.from('x'));
    await expect(target(path).deliver(lost, signal)).rejects.toMatchObject({ code: 'TARGET_MISDECLARED' });
    expect(await target(path).check(signal)).toMatchObject({ ok: false });
  });

  it('refuses a folder that a symbolic link leads out of the root', async () => {
    await symlink(archive, join(root, 'link'));
    const lost = await parcel(archive, 'a.csv', Buffer.from('x'));
    await expect(target('link').deliver(lost, signal)).rejects.toMatchObject({ code: 'TARGET_MISDECLARED' });
  });

  it.each([['../a.csv'], ['a/b.csv'], ['.a.csv'], ['a\n.csv'], ['a\0.csv'], ['..\\a.csv'], ['']])(
    'refuses the file name %j',
    async (name) => {
      const sound = await parcel(archive, 'a.csv', Buffer.from('x'));
      const named = { ...sound, artifact: { ...sound.artifact, fileName: name } };
      await expect(target().deliver(named, signal)).rejects.toMatchObject({ code: 'TARGET_MISDECLARED' });
    },
  );

  it('names a root that is no folder as not writable', async () => {
    await writeFile(join(root, 'file'), '');
    const blocked = folderTarget('partage', SPEC, join(root, 'file'));
    const lost = await parcel(archive, 'a.csv', Buffer.from('x'));
    await expect(blocked.deliver(lost, signal)).rejects.toMatchObject({
      code: 'TARGET_NOT_WRITABLE',
      retry: 'permanent',
      message: expect.stringContaining('target partage'),
    });
    expect(await blocked.check(signal)).toMatchObject({ ok: false, detail: expect.stringContaining('EEXIST') });
  });
});
