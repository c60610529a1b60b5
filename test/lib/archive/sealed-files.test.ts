import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Archive } from '../../../src/lib/archive/archive.ts';
import type { Drift } from '../../../src/lib/archive/drift.ts';
import { openFolderArchive } from '../../../src/lib/archive/folder-archive.ts';
import type { SealManifest } from '../../../src/lib/archive/sealed-files.ts';
import { verifyArchive } from '../../../src/lib/archive/verify-archive.ts';
import { publishedRun } from '../../support/published-run.ts';
import { manifestFor } from '../../support/sample-manifest.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const run = 'canal/fiches/2013-07-25';
const of = { revision: 1, target: 'client', seal: 'zip-canal' } as const;
const copy = `${run}/deliveries/r1.client.zip-canal`;

const sealed: SealManifest = {
  ...{ version: 1, runId: run, ...of },
  contentSha256: manifestFor(run, 1, 'fiches.csv', 'a;b\r\n').file.sha256,
  file: { ...manifestFor(run, 1, 'fiches.csv.zip', 'sealed').file, contentType: 'application/zip' },
  sealedAt: '2013-07-26T04:00:00Z',
};

/** An archive with one run and the encrypted copy of its file. */
async function archiveWithCopy(): Promise<Archive> {
  const archive = openFolderArchive(join(await tempFolder(), 'archive'));
  await publishedRun(archive, run, 'fiches.csv', 'a;b\r\n');
  const workspace = await archive.sealed.workspace(run, of);
  await writeFile(workspace.path(sealed.file.name), 'sealed');
  expect(await workspace.publish(sealed)).toBe(true);
  return archive;
}

async function drifts(archive: Archive): Promise<string[]> {
  const found: Drift[] = [];
  await verifyArchive(archive, {}, (drift) => found.push(drift));
  return found.map(({ kind, path }) => `${kind} ${path}`);
}

test('a copy is found by its target and its seal, and stands in no list of ledgers', async () => {
  const archive = await archiveWithCopy();
  expect(await archive.sealed.find(run, of)).toEqual(sealed);
  expect(await archive.sealed.find(run, { ...of, seal: 'zip-other' })).toBeNull();
  expect(await archive.sealed.list(run, 1)).toEqual([sealed]);
  expect(await archive.ledgers(run)).toEqual([{ revision: 1, target: 'reporting' }]);
});

test('a copy is published once', async () => {
  const archive = await archiveWithCopy();
  const second = await archive.sealed.workspace(run, of);
  await writeFile(second.path('other.zip'), 'other');
  expect(await second.publish({ ...sealed, file: { ...sealed.file, name: 'other.zip' } })).toBe(false);
  expect(await archive.sealed.find(run, of)).toEqual(sealed);
});

test('a copy half made is out of sight, and removed as a leftover', async () => {
  const archive = await archiveWithCopy();
  const dead = await archive.sealed.workspace(run, { ...of, seal: 'zip-other' });
  await writeFile(dead.path('half.zip'), 'ha');
  expect(await archive.sealed.list(run, 1)).toEqual([sealed]);
  expect(await drifts(archive)).toEqual([]);
  expect(await archive.removeLeftovers(Temporal.Now.instant().add({ hours: 1 }))).toBe(1);
  expect((await readdir(join(archive.root, run))).filter((name) => name.startsWith('.'))).toEqual([]);
});

test.each([
  [
    'a copy that grew',
    (root: string) => appendFile(join(root, copy, 'fiches.csv.zip'), 'x'),
    'changed',
    'fiches.csv.zip',
  ],
  ['a copy that is gone', (root: string) => rm(join(root, copy, 'fiches.csv.zip')), 'missing', 'fiches.csv.zip'],
  ['a manifest that is gone', (root: string) => rm(join(root, copy, 'manifest.json')), 'missing', 'manifest.json'],
  [
    'a manifest cut short',
    (root: string) => writeFile(join(root, copy, 'manifest.json'), '{'),
    'damaged',
    'manifest.json',
  ],
])('archive verify tells %s', async (_, change, kind, name) => {
  const archive = await archiveWithCopy();
  expect(await drifts(archive)).toEqual([]);
  await change(archive.root);
  expect(await drifts(archive)).toEqual([`${kind} ${copy}/${name}`]);
});

test('a file removed for its age takes its copies along, and archive verify is content', async () => {
  const archive = await archiveWithCopy();
  const at = '2013-09-01T00:00:00Z';
  await archive.record(run, { at, by: 'test', event: 'expired', revision: 1, why: 'kept for 30 days' });
  expect(await archive.removeArtifact(run, (await archive.manifest(run, 1))!)).toBe('removed');
  expect(await readdir(join(archive.root, copy))).toEqual(['manifest.json']);
  expect(await drifts(archive)).toEqual([]);
});

test('a copy whose manifest cannot be read is removed with its file all the same', async () => {
  const archive = await archiveWithCopy();
  await writeFile(join(archive.root, copy, 'manifest.json'), '{');
  await archive.sealed.remove(run, 1);
  expect(await readdir(join(archive.root, copy))).toEqual(['manifest.json']);
});
