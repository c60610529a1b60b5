import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import XLSX from '@e965/xlsx';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { runCommand } from '../support/command.ts';
import { manifestFor } from '../support/sample-manifest.ts';
import { publishedRun } from '../support/published-run.ts';
import { tempFolder } from '../support/temp-folder.ts';

const run = 'canal/fiches-cloturees/2013-07-25';
const text = 'main_id;STATUS\r\n1;HUMAN\r\n2;Élodie\r\n';

async function folderWith(files: Readonly<Record<string, string | Buffer>>) {
  const dir = await tempFolder();
  await mkdir(join(dir, 'archive'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
  const environment = { ARCHIVE_DIR: join(dir, 'archive') };
  const at = (name: string): string => (name in files ? join(dir, name) : name);
  const diff = async (before: string, after: string, options: readonly string[] = [], live = false) =>
    await runCommand(['diff', at(before), at(after), ...options], environment, live);
  return { dir, diff, archive: openFolderArchive(environment.ARCHIVE_DIR) };
}

test('an old file in windows-1252 with commas is the same as a new one in UTF-8 with semicolons: exit code 0', async () => {
  const old = iconv.encode(text.replaceAll(';', ','), 'win1252');
  const { diff } = await folderWith({ 'old.csv': old, 'new.csv': `\uFEFF${text}` });
  const { code, stdout } = await diff('old.csv', 'new.csv');
  expect(code).toBe(0);
  expect(stdout).toContain('old.csv · CSV, windows-1252, ","\n');
  expect(stdout).toContain('rows: 2 equal, 0 changed, 0 only in old, 0 only in new (2 in old, 2 in new)\n');
});

test('differences end with 1: counts first, values on a terminal alone', async () => {
  const { diff } = await folderWith({
    'old.csv': text,
    'new.csv': 'STATUS;main_id;x\r\nMACHIN;1;\r\nA\u001b[2J\u202e;3;\r\n',
  });
  const piped = await diff('old.csv', 'new.csv', ['--key', 'main_id']);
  expect(piped.code).toBe(1);
  expect(piped.stdout.split('\n').slice(2)).toEqual([
    'rows: 0 equal, 1 changed, 1 only in old, 1 only in new (2 in old, 2 in new)',
    'changed: STATUS 1',
    'columns only in new: x',
    'columns in another order',
    '  row 1: STATUS',
    '  only in new, row 2',
    '  only in old, row 2',
    '',
  ]);
  for (const value of ['MACHIN', 'HUMAN', 'lodie']) expect(piped.stdout + piped.stderr).not.toContain(value);
  const seen = await diff('old.csv', 'new.csv', ['--key', 'main_id'], true);
  expect(seen.stdout.split('\n').slice(-4)).toEqual([
    '  row 1 ("1"): STATUS "HUMAN" → "MACHIN"',
    String.raw`  only in new, row 2: "A\u001b[2J\u202e" "3"`,
    '  only in old, row 2: "Élodie" "2"',
    '',
  ]);
});

test('JSON has counts and places, and no value', async () => {
  const { diff } = await folderWith({ 'old.csv': text, 'new.csv': text.replace('HUMAN', 'MACHIN') });
  const { code, stdout } = await diff('old.csv', 'new.csv', ['--json'], true);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ equal: 1, changed: 1, oldRows: 2, columns: { changed: { STATUS: 1 }, moved: false } },
    differences: [{ kind: 'changed', oldRow: 1, newRow: 1, columns: ['STATUS'] }],
  });
  expect(stdout).not.toContain('MACHIN');
});

test('another order of the rows is told by place, and is none with --any-order', async () => {
  const { diff } = await folderWith({ 'old.csv': text, 'new.csv': 'main_id;STATUS\r\n2;Élodie\r\n1;HUMAN\r\n' });
  expect(await diff('old.csv', 'new.csv')).toMatchObject({ code: 1 });
  expect(await diff('old.csv', 'new.csv', ['--any-order'])).toMatchObject({ code: 0 });
});

test('many differences are told up to the limit, and how many are left', async () => {
  const rows = Array.from({ length: 30 }, (_, n) => `${n};x\r\n`).join('');
  const { diff } = await folderWith({
    'old.csv': `id;v\r\n${rows}`,
    'new.csv': `id;v\r\n${rows.replaceAll('x', 'y')}`,
  });
  const { stdout, stderr } = await diff('old.csv', 'new.csv', ['--limit', '5']);
  expect(stdout.match(/^ {2}row/gm)).toHaveLength(5);
  expect(stderr).toContain('25 more');
});

test('a run stands for the file that was last delivered', async () => {
  const { diff, archive } = await folderWith({ 'old.csv': text });
  await publishedRun(archive, run, 'fiches.csv', text);
  const at = '2013-07-27T04:00:00Z';
  const asked = { event: 'queued', revision: 2, trigger: 'rerun', late: false, why: null } as const;
  await archive.record(run, { at, by: 'test', ...asked });
  const workspace = await archive.workspace(run, 2, 'a2');
  await writeFile(workspace.path('fiches.csv'), 'main_id;STATUS\r\n');
  const manifest = manifestFor(run, 2, 'fiches.csv', 'main_id;STATUS\r\n');
  await workspace.publish(manifest);
  const { bytes, sha256 } = manifest.file;
  const facts = { file: 'fiches.csv', rows: 0, bytes, sha256, durationMs: 1 };
  await archive.record(run, { at, by: 'test', event: 'published', revision: 2, token: 'a2', ...facts });
  await archive.record(run, { at, by: 'test', event: 'held', revision: 2, why: 'no rows' });
  expect(await diff('old.csv', run)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`new: ${run} r1 · CSV`),
  });
  await archive.record(run, { at, by: 'test', event: 'delivered', revision: 2 });
  expect(await diff('old.csv', run)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`new: ${run} r2 · CSV`),
  });
});

test('a workbook is compared by what Excel shows, by its first sheet or the one that is named', async () => {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(
    book,
    XLSX.utils.aoa_to_sheet([
      ['main_id', 'STATUS'],
      [1, 'HUMAN'],
      [2, 'Élodie'],
    ]),
    'classique',
  );
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['main_id', 'STATUS']]), 'vide');
  const [xlsx, xls] = (['xlsx', 'biff8'] as const).map(
    (bookType): Buffer => XLSX.write(book, { type: 'buffer', bookType }) as Buffer,
  );
  const { diff } = await folderWith({ 'old.xls': xls!, 'new.xlsx': xlsx!, 'new.csv': text });
  expect(await diff('old.xls', 'new.xlsx')).toMatchObject({ code: 0 });
  expect(await diff('old.xls', 'new.csv')).toMatchObject({ code: 0 });
  expect(await diff('old.xls', 'new.xlsx', ['--sheet', 'vide'])).toMatchObject({ code: 0 });
  expect(await diff('old.xls', 'new.xlsx', ['--sheet', 'none'])).toMatchObject({ code: 2 });
});

test.each([
  ['a file that is not there', ['none.csv', 'old.csv'], 'ENOENT'],
  ['a run that is not there', [run, 'old.csv'], 'neither a file nor a run with one'],
  ['a workbook that is none', ['old.xlsx', 'old.csv'], 'a workbook without a password'],
  ['a key that is no column', ['old.csv', 'old.csv', '--key', 'id'], 'main_id, STATUS'],
])('%s is trouble: exit code 2', async (_what, [before = '', after = '', ...options], said) => {
  const { diff } = await folderWith({ 'old.csv': text, 'old.xlsx': 'PK\u0003\u0004 no workbook' });
  const { code, stderr } = await diff(before, after, options);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
