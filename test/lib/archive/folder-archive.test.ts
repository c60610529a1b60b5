import { appendFile, mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { openFolderArchive } from '../../../src/lib/archive/folder-archive.ts';
import { manifestFor } from '../../support/sample-manifest.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const run = 'canal/test/2013-07-25';
const at = '2013-07-26T04:00:00Z';
const by = 'test';
const queued = { at, by, event: 'queued', revision: 1, trigger: 'schedule', late: false, why: null } as const;

test('file and manifest appear together, and only by publishing', async () => {
  const archive = openFolderArchive(await tempFolder());
  const workspace = await archive.workspace(run, 1, 'a1');
  await writeFile(workspace.path('x.csv'), 'a\r\n');
  expect(await archive.manifest(run, 1)).toBeNull();
  expect((await readdir(join(archive.root, run))).filter((entry) => !entry.startsWith('.'))).toEqual([]);

  const manifest = manifestFor(run, 1, 'x.csv', 'a\r\n');
  expect(await workspace.publish(manifest)).toBe(true);
  await workspace.discard();
  expect(await archive.manifest(run, 1)).toEqual(manifest);
  expect(await readFile(archive.artifactPath(run, manifest), 'utf8')).toBe('a\r\n');
  expect(await readdir(join(archive.root, run))).toEqual(['r1']);
});

test('of two attempts that publish one revision the first counts, and the second leaves nothing', async () => {
  const archive = openFolderArchive(await tempFolder());
  const [one, two] = [await archive.workspace(run, 1, 'a1'), await archive.workspace(run, 1, 'a2')];
  await writeFile(one.path('x.csv'), 'one');
  await writeFile(two.path('x.csv'), 'two');
  expect(await one.publish(manifestFor(run, 1, 'x.csv', 'one'))).toBe(true);
  expect(await two.publish(manifestFor(run, 1, 'x.csv', 'two'))).toBe(false);
  const manifest = await archive.manifest(run, 1);
  expect(await readFile(archive.artifactPath(run, manifest!), 'utf8')).toBe('one');
  expect(await readdir(join(archive.root, run))).toEqual(['r1']);
});

test('of a hundred processes that record a run first, one does', async () => {
  const dir = await tempFolder();
  const firsts = await Promise.all(Array.from({ length: 100 }, () => openFolderArchive(dir).recordFirst(run, queued)));
  expect(firsts.filter(Boolean)).toHaveLength(1);
  expect(await openFolderArchive(dir).history(run)).toEqual([{ v: 1, ...queued }]);
});

test('events of many writers at once are all kept, whole', async () => {
  const dir = await tempFolder();
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      openFolderArchive(dir).record(run, { at, by: `w${index}`, event: 'skipped', why: 'x'.repeat(index * 40) }),
    ),
  );
  const events = await openFolderArchive(dir).history(run);
  expect(new Set(events.map((event) => event.by)).size).toBe(50);
});

test('a line torn by a power cut is passed over, and the next one stands alone', async () => {
  const archive = openFolderArchive(await tempFolder());
  await archive.record(run, queued);
  await appendFile(join(archive.root, run, 'run.jsonl'), '{"v":1,"event":"sta');
  await archive.record(run, { at, by, event: 'missed', why: 'late' });
  expect((await archive.history(run)).map(({ event }) => event)).toEqual(['queued', 'missed']);
});

test('a record or manifest of another form is refused with its place', async () => {
  const archive = openFolderArchive(await tempFolder());
  await archive.record(run, queued);
  await appendFile(join(archive.root, run, 'run.jsonl'), '{"v":2,"event":"queued"}\n');
  await expect(archive.history(run)).rejects.toMatchObject({
    code: 'ARCHIVE_DAMAGED',
    message: expect.stringContaining('run.jsonl:2'),
  });
  await mkdir(join(archive.root, run, 'r1'), { recursive: true });
  await writeFile(join(archive.root, run, 'r1', 'manifest.json'), '{"version":1}');
  await expect(archive.manifest(run, 1)).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' });
});

test('a run is on the list of open runs until it has ended', async () => {
  const archive = openFolderArchive(await tempFolder());
  await archive.recordFirst(run, queued);
  expect(await archive.openRuns()).toEqual([run]);
  await archive.record(run, { at, by, event: 'started', revision: 1, attempt: 1, token: 'a1' });
  expect(await archive.openRuns()).toEqual([run]);
  await archive.record(run, { at, by, event: 'delivered', revision: 1 });
  expect(await archive.openRuns()).toEqual([]);
  await archive.record(run, { ...queued, revision: 2, trigger: 'rerun' });
  expect(await archive.openRuns()).toEqual([run]);
});

test('leftovers of dead attempts go once they are old, published files and young ones stay', async () => {
  const archive = openFolderArchive(await tempFolder());
  const [dead, young, done] = [
    await archive.workspace(run, 1, 'dead'),
    await archive.workspace(run, 1, 'young'),
    await archive.workspace(run, 2, 'done'),
  ];
  await writeFile(done.path('x.csv'), 'x');
  await done.publish(manifestFor(run, 2, 'x.csv', 'x'));
  await utimes(dead.path('.'), 1000, 1000);
  const now = Temporal.Now.instant();
  expect(await archive.removeLeftovers(now.subtract({ hours: 1 }))).toBe(1);
  expect((await readdir(join(archive.root, run))).sort()).toEqual(['.r1.young.part', 'r2']);
  await young.discard();
});

test('the first time an export is seen is remembered', async () => {
  const archive = openFolderArchive(await tempFolder());
  const first = Temporal.Instant.from('2013-07-01T00:00:00Z');
  expect((await archive.firstSeen('canal/test', first)).toString()).toBe(first.toString());
  expect((await archive.firstSeen('canal/test', first.add({ hours: 5 }))).toString()).toBe(first.toString());
});

test('an archive that cannot be written says so with the reason', async () => {
  const file = join(await tempFolder(), 'file');
  await writeFile(file, '');
  await expect(openFolderArchive(join(file, 'archive')).selfTest()).rejects.toMatchObject({
    code: 'ARCHIVE_NOT_WRITABLE',
    details: { got: 'ENOTDIR' },
  });
});
