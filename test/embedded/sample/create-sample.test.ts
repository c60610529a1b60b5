import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSample, ensureSample } from '../../../src/embedded/sample/create-sample.ts';

let parent: string;
let dir: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'bordereau-sample-'));
  dir = join(parent, 'sample');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const FILES = ['canal.db', 'ipvox_outband.db', 'sample.json', 'tigo.db'];

describe('createSample', () => {
  it('makes a database a file and says what it holds', async () => {
    const info = await createSample(dir, { fiches: 500 });
    expect(info).toMatchObject({ fiches: 500, day: '2013-07-25' });
    expect((await readdir(dir)).sort()).toEqual(FILES);
    const canal = new Database(join(dir, 'canal.db'));
    expect(canal.prepare('SELECT COUNT(*) AS n FROM main').get()).toMatchObject({ n: 500 });
    expect(canal.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
    canal.close();
  });

  it('replaces whatever was there and leaves nothing beside it', async () => {
    await mkdir(dir);
    await writeFile(join(dir, 'left.over'), '');
    await createSample(dir, { fiches: 100 });
    expect(await readdir(parent)).toEqual(['sample']);
    expect((await readdir(dir)).sort()).toEqual(FILES);
  });
});

describe('ensureSample', () => {
  it('keeps a sample that is as asked for, of any size when no size is, and makes another one anew', async () => {
    expect(await ensureSample(dir, { fiches: 100 })).toBe('made');
    expect(await ensureSample(dir, { fiches: 100 })).toBe('present');
    expect(await ensureSample(dir)).toBe('present');
    expect(await ensureSample(dir, { fiches: 120 })).toBe('made');
    const canal = new Database(join(dir, 'canal.db'));
    expect(canal.prepare('SELECT COUNT(*) AS n FROM main').get()).toMatchObject({ n: 120 });
    canal.close();
  });

  it.each(['{"version":1,"fiches":100}', '{"versi', 'null'])('makes a sample that says %s anew', async (info) => {
    await createSample(dir, { fiches: 100 });
    await writeFile(join(dir, 'sample.json'), info);
    expect(await ensureSample(dir, { fiches: 100 })).toBe('made');
  });
});
