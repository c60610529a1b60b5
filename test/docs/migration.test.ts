import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { beforeAll, expect, test } from 'vitest';
import { findExport, loadRegistry } from '../../src/lib/exports/loading/load-registry.ts';
import { compile, openGuide } from '../support/guide.ts';
import { tableRows } from '../support/markdown.ts';

const { text, blocks, commands, dir, archived, run } = await openGuide('docs/migration.md');
const here = (command: string): string => command.replace('../anciens', join(dir, 'anciens'));
const shown = blocks.find(({ code }) => code.startsWith('old: '))?.code ?? '';
const besides = commands.find((command) => command.includes('../anciens')) ?? '';

/** The file as the script of 2013 made it: commas, windows-1252; changed where asked. */
async function writeOldFile(change: (lines: string[]) => string[] = (lines) => lines): Promise<void> {
  const made = await archived('canal/appels-clos/2013-07-25/r1/appels_clos_20130725.csv');
  const lines = made.toString().replace('\uFEFF', '').trim().split('\r\n');
  const old = change(lines).map((line) => line.replaceAll(';', ','));
  await mkdir(join(dir, 'anciens'), { recursive: true });
  await writeFile(join(dir, 'anciens/appels_clos_20130725.csv'), iconv.encode(`${old.join('\n')}\n`, 'win1252'));
}

beforeAll(async () => {
  for (const command of commands.filter((each) => each.startsWith('export ')))
    expect(await run(command)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/: delivered · [1-9][\d,]* rows/),
    });
});

test('the examples compile as strictly as the project', async () => {
  expect(await compile(dir)).toEqual({ code: 0, said: '' });
});

test('each example is run by a command of the page', () => {
  const ids = blocks.flatMap(({ file }) => (file?.endsWith('.ts') === true ? [file.replace(/\.ts$/, '')] : []));
  expect(ids).toEqual(['canal/appels-clos', 'canal/appels-clos-direct']);
  expect(ids.filter((id) => !commands.some((command) => command.startsWith(`export ${id} `)))).toEqual([]);
});

test('scratch tables and one query give the same file', async () => {
  const [both = ''] = commands.filter((command) => command.startsWith('diff canal/'));
  expect(await run(both)).toMatchObject({ code: 0, said: expect.stringMatching(/rows: [1-9][\d,]* equal, 0 changed/) });
});

test('the file of the old script is the same as ours, whatever its encoding and delimiter', async () => {
  await writeOldFile();
  expect(await run(here(besides))).toMatchObject({ code: 0 });
});

test('what differs is told as the page shows it', async () => {
  let changed = 0;
  await writeOldFile(([header = '', first = '', ...lines]) => [
    ...[header, '999999999;CANAL_OA_ARRIVANT_A_ECHEANCE_MALI_20130701;BUSY', first],
    ...lines.map((line) => (line.endsWith(';MACHIN') && ++changed <= 2 ? line.replace(/MACHIN$/, 'HUMAN') : line)),
  ]);
  const { code, said } = await run(here(besides), true);
  expect(code).toBe(1);
  const form = (output: string): string[] =>
    output
      .replace(/old: .*anciens/, 'old: ../anciens')
      .replaceAll(/[\d,]*\d/g, '#')
      .split('\n')
      .slice(0, 5);
  expect(form(said)).toEqual(form(shown));
});

test('each export that is named exists, with the columns to compare it by', async () => {
  const registry = await loadRegistry(null);
  const rows = tableRows(text.slice(text.indexOf('## CANAL, class by class'))).filter(([id = '']) =>
    id.startsWith('`'),
  );
  expect(rows.length).toBeGreaterThan(10);
  for (const [id = '', , key = ''] of rows) {
    const names = /^`([^-].*)`$/.exec(key)?.[1]?.split(',') ?? [];
    const [table] = findExport(registry, id.slice(1, -1)).tables;
    const titles = table?.columns.map((column) => column.header ?? column.name);
    expect({ id, titles }).toEqual({ id, titles: expect.arrayContaining(names) });
  }
});
