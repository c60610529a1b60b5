import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTarget } from '../../../src/lib/delivery/open-target.ts';
import type { Receipt, Target } from '../../../src/lib/delivery/target.ts';
import { folder, type PlaceOptions } from '../../../src/lib/delivery/target-spec.ts';
import { parcel } from '../../contract/target.ts';

const { signal } = new AbortController();
const second = { revision: 2, supersedes: 1 };

let root: string;
let archive: string;
const place = (): string => join(root, 'entrant');
const entries = async (): Promise<string[]> => (await readdir(place())).sort();
const read = (name: string): Promise<string> => readFile(join(place(), name), 'utf8');

function target(options: PlaceOptions): Target {
  const places = { outboxDir: root, foldersDir: root, smtpUrl: null, dkim: null };
  return openTarget('client', folder({ path: 'entrant', ...options }), places, null);
}

async function lay(options: PlaceOptions, name: string, content: string, changes = {}): Promise<Receipt> {
  return await target(options).deliver(await parcel(archive, name, Buffer.from(content), changes), signal);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bordereau-folders-'));
  archive = await mkdtemp(join(tmpdir(), 'bordereau-parcels-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
  await rm(archive, { recursive: true, force: true });
});

describe('a companion', () => {
  it('of sha256 is one that sha256sum takes, whatever the name', async () => {
    const name = 'Fiches clôturées; août.csv';
    const { detail } = await lay({ companion: 'sha256' }, name, 'a;b\r\n');
    expect(detail).toMatchObject({ outcome: 'new', companion: `${name}.sha256` });
    const { stdout } = await promisify(execFile)('sha256sum', ['-c', `${name}.sha256`], { cwd: place() });
    expect(stdout).toMatch(/: OK\n$/);
  });

  it('of ok is empty', async () => {
    await lay({ companion: 'ok' }, 'a.csv', 'a;b\r\n');
    expect(await entries()).toEqual(['a.csv', 'a.csv.ok']);
    expect(await read('a.csv.ok')).toBe('');
  });

  it('comes after the file, so not at all when the file cannot be laid', async () => {
    await mkdir(place());
    await writeFile(join(place(), 'a.csv'), 'theirs');
    await expect(lay({ companion: 'ok' }, 'a.csv', 'ours')).rejects.toMatchObject({ code: 'TARGET_CONFLICT' });
    expect(await entries()).toEqual(['a.csv']);
  });

  it('is laid by the next try when the first one died before it', async () => {
    await lay({}, 'a.csv', 'a;b\r\n');
    const { detail } = await lay({ companion: 'sha256' }, 'a.csv', 'a;b\r\n');
    expect(detail).toMatchObject({ outcome: 'already there', companion: 'a.csv.sha256' });
    expect(await entries()).toEqual(['a.csv', 'a.csv.sha256']);
  });

  it('is replaced together with the file by a later revision', async () => {
    await lay({ companion: 'sha256' }, 'a.csv', 'first');
    await lay({ companion: 'sha256' }, 'a.csv', 'second', second);
    await expect(promisify(execFile)('sha256sum', ['-c', 'a.csv.sha256'], { cwd: place() })).resolves.toBeDefined();
    expect(await read('a.csv')).toBe('second');
  });
});

describe('a name that is taken', () => {
  it('is refused to a first revision and given to a later one unless something else is said', async () => {
    await lay({}, 'a.csv', 'first');
    await expect(lay({}, 'a.csv', 'other')).rejects.toMatchObject({ code: 'TARGET_CONFLICT' });
    await expect(lay({ ifExists: 'refuse', companion: 'ok' }, 'a.csv', 'other')).rejects.toMatchObject({
      code: 'TARGET_CONFLICT',
    });
    expect((await lay({}, 'a.csv', 'second', second)).detail['outcome']).toBe('replaced');
  });

  it('is given to every file with replace', async () => {
    await lay({ ifExists: 'replace' }, 'a.csv', 'first');
    expect((await lay({ ifExists: 'replace' }, 'a.csv', 'other')).detail['outcome']).toBe('replaced');
    expect(await read('a.csv')).toBe('other');
  });

  it('is left with number, and the file gets the first number that is free', async () => {
    const options = { ifExists: 'number', companion: 'sha256' } as const;
    await lay(options, 'a.csv.gz', 'first');
    await lay(options, 'a.csv.gz', 'second', second);
    const third = await lay(options, 'a.csv.gz', 'third', { revision: 3, supersedes: 2 });
    expect(third.detail['companion']).toBe('a-3.csv.gz.sha256');
    expect((await entries()).filter((name) => !name.endsWith('.sha256'))).toEqual([
      'a-2.csv.gz',
      'a-3.csv.gz',
      'a.csv.gz',
    ]);
    expect([await read('a.csv.gz'), await read('a-2.csv.gz'), await read('a-3.csv.gz')]).toEqual([
      'first',
      'second',
      'third',
    ]);
  });

  it('with number, the same file is laid once however often it is sent', async () => {
    await lay({ ifExists: 'number' }, 'a.csv', 'theirs');
    await lay({ ifExists: 'number' }, 'a.csv', 'ours');
    expect((await lay({ ifExists: 'number' }, 'a.csv', 'ours')).detail['outcome']).toBe('already there');
    expect(await entries()).toEqual(['a-2.csv', 'a.csv']);
  });

  it('with number, is refused once a hundred files have it', async () => {
    await mkdir(place());
    const taken = ['a.csv', ...Array.from({ length: 98 }, (_, index) => `a-${index + 2}.csv`)];
    await Promise.all(taken.map((name) => writeFile(join(place(), name), name)));
    await expect(lay({ ifExists: 'number' }, 'a.csv', 'ours')).rejects.toMatchObject({ code: 'TARGET_CONFLICT' });
  });
});
