import { appendFile, cp, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Archive } from '../../../src/lib/archive/archive.ts';
import type { Drift } from '../../../src/lib/archive/drift.ts';
import { openFolderArchive } from '../../../src/lib/archive/folder-archive.ts';
import type { RunId } from '../../../src/lib/archive/run-id.ts';
import { type VerifyScope, verifyArchive } from '../../../src/lib/archive/verify-archive.ts';
import { publishedRun } from '../../support/published-run.ts';
import { manifestFor } from '../../support/sample-manifest.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const run = 'canal/fiches/2013-07-25';
const other = 'canal/fiches/2013-07-26';
const file = `${run}/r1/fiches.csv`;

async function archiveOf(...runs: RunId[]): Promise<Archive> {
  const archive = openFolderArchive(join(await tempFolder(), 'archive'));
  for (const each of runs) await publishedRun(archive, each, 'fiches.csv', 'a;b\r\n1;2\r\n');
  return archive;
}

async function look(archive: Archive, scope: VerifyScope = {}) {
  const drifts: Drift[] = [];
  const verified = await verifyArchive(archive, scope, (drift) => drifts.push(drift));
  return { ...verified, drifts: drifts.map(({ kind, path }) => `${kind} ${path}`) };
}

test('an archive that nobody touched has no drift, and every file of it is counted', async () => {
  const archive = await archiveOf(run, other, 'tigo/recharges/2013-07-25');
  await archive.selfTest();
  expect(await look(archive)).toEqual({ runs: 3, files: 3, bytes: 30, expired: 0, drifts: [] });
});

test.each([
  ['a file that is gone', (root: string) => rm(join(root, file)), `missing ${file}`],
  ['a file that grew', (root: string) => appendFile(join(root, file), 'x'), `changed ${file}`],
  ['a file that was cut', (root: string) => truncate(join(root, file), 3), `changed ${file}`],
  ['one byte of a file', (root: string) => writeFile(join(root, file), 'a;b\r\n1;3\r\n'), `changed ${file}`],
  [
    'a manifest that is gone',
    (root: string) => rm(join(root, run, 'r1/manifest.json')),
    `missing ${run}/r1/manifest.json`,
  ],
  [
    'a revision that is gone',
    (root: string) => rm(join(root, run, 'r1'), { recursive: true }),
    `missing ${run}/r1/manifest.json`,
  ],
  [
    'a manifest cut short',
    (root: string) => truncate(join(root, run, 'r1/manifest.json'), 40),
    `damaged ${run}/r1/manifest.json`,
  ],
  ['a record that is gone', (root: string) => rm(join(root, run, 'run.jsonl')), `missing ${run}/run.jsonl`],
  [
    'a record of another form',
    (root: string) => appendFile(join(root, run, 'run.jsonl'), '{"v":9}\n'),
    `damaged ${run}/run.jsonl:5`,
  ],
  [
    'a ledger of another form',
    (root: string) => appendFile(join(root, run, 'deliveries/r1.reporting.jsonl'), '{"v":9}\n'),
    `damaged ${run}/deliveries/r1.reporting.jsonl:3`,
  ],
  [
    'a ledger that is gone',
    (root: string) => rm(join(root, run, 'deliveries/r1.reporting.jsonl')),
    `missing ${run}/deliveries/r1.reporting.jsonl`,
  ],
  [
    'a fact of another form',
    (root: string) => writeFile(join(root, 'canal/fiches/export.json'), '{}'),
    'damaged canal/fiches/export.json',
  ],
  [
    'a file beside the published one',
    (root: string) => writeFile(join(root, run, 'r1/copy.csv'), ''),
    `foreign ${run}/r1/copy.csv`,
  ],
  [
    'a file beside the record',
    (root: string) => writeFile(join(root, run, 'notes.txt'), ''),
    `foreign ${run}/notes.txt`,
  ],
  [
    'a file among the ledgers',
    (root: string) => writeFile(join(root, run, 'deliveries/x'), ''),
    `foreign ${run}/deliveries/x`,
  ],
  [
    'a file among the runs',
    (root: string) => writeFile(join(root, 'canal/fiches/x y'), ''),
    'foreign canal/fiches/x y',
  ],
  ['a file among the exports', (root: string) => writeFile(join(root, 'canal/x'), ''), 'foreign canal/x'],
  ['a file in the archive itself', (root: string) => writeFile(join(root, '.DS_Store'), ''), 'foreign .DS_Store'],
  ['a file among the open runs', (root: string) => writeFile(join(root, '.open/x'), ''), 'foreign .open/x'],
  [
    'a revision that nobody recorded',
    (root: string) => cp(join(root, other, 'r1'), join(root, other, 'r2'), { recursive: true }),
    `foreign ${other}/r2,changed ${other}/r2/manifest.json`,
  ],
])('%s is found', async (_what, damage, drift) => {
  const archive = await archiveOf(run, other);
  await damage(archive.root);
  expect((await look(archive)).drifts.join()).toBe(drift);
});

test('a link in the place of a file is not followed', async () => {
  const archive = await archiveOf(run, other);
  await rm(join(archive.root, file));
  await symlink(join(archive.root, other, 'r1/fiches.csv'), join(archive.root, file));
  expect((await look(archive)).drifts).toEqual([`changed ${file}`]);
});

test('a run folder copied under another name is not taken for that run', async () => {
  const archive = await archiveOf(run);
  await cp(join(archive.root, run), join(archive.root, other), { recursive: true });
  expect((await look(archive)).drifts).toEqual([`changed ${other}/r1/manifest.json`]);
});

test('what is at work is no drift: an attempt in its folder, a revision not yet recorded', async () => {
  const archive = await archiveOf(run);
  const asked = { trigger: 'rerun', late: false, why: 'prices' } as const;
  await archive.record(run, { at: '2013-07-27T04:00:00Z', by: 'test', event: 'queued', revision: 2, ...asked });
  await archive.workspace(run, 2, 'dead');
  const workspace = await archive.workspace(run, 2, 'a1');
  await writeFile(workspace.path('fiches.csv'), 'a;b\r\n');
  await workspace.publish(manifestFor(run, 2, 'fiches.csv', 'a;b\r\n'));
  expect(await look(archive)).toMatchObject({ files: 2, drifts: [] });
});

test('the part that is looked at may be an operation, an export, or what was recorded since a day', async () => {
  const archive = await archiveOf(run, other, 'canal/doublons/2013-07-25', 'tigo/recharges/2013-07-25');
  await mkdir(join(archive.root, 'not ours'));
  expect(await look(archive, { operation: 'canal' })).toMatchObject({ runs: 3, drifts: [] });
  expect(await look(archive, { export: 'canal/fiches' })).toMatchObject({ runs: 2, drifts: [] });
  expect(await look(archive, { operation: 'canal', since: '2013-07-27T00:00:00Z' })).toMatchObject({ runs: 1 });
  expect(await look(archive)).toMatchObject({ runs: 4, drifts: ['foreign not ours'] });
});

test('an archive that is not there is an error, not an archive without drift', async () => {
  const archive = openFolderArchive(join(await tempFolder(), 'not mounted'));
  await expect(look(archive)).rejects.toMatchObject({ code: 'ARCHIVE_NOT_WRITABLE' });
});
