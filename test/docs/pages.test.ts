import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codeBlocks, tableRows } from '../support/markdown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folder = (path: string): string[] => readdirSync(join(root, path));

const pages = [
  ...['README.md', 'CHANGELOG.md'],
  ...folder('docs').map((name) => `docs/${name}`),
  ...folder('docs/decisions').map((name) => `docs/decisions/${name}`),
].filter((path) => path.endsWith('.md'));

/** The name GitHub gives a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading));
}

test.each(pages)('every link of %s leads somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const lost = links.filter(([, path = '', place]) => {
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, file))) return true;
    return place !== undefined && !anchorsOf(file).includes(place);
  });
  expect(lost.map(([link]) => link)).toEqual([]);
});

test('the example of the README is the export as it is', () => {
  const examples = codeBlocks(read('README.md')).filter(({ file }) => file?.startsWith('exports/') === true);
  expect(examples).toHaveLength(2);
  for (const { file, code } of examples) expect(code.slice(code.indexOf('\n') + 1)).toBe(read(file ?? ''));
});

test('the README has every page of docs/', () => {
  const linked = [...read('README.md').matchAll(/\]\((docs\/[\w-]+\.md)\)/g)].map(([, path]) => path);
  expect(new Set(linked)).toEqual(new Set(pages.filter((path) => /^docs\/[\w-]+\.md$/.test(path))));
});

test('docs/architecture.md has every folder of src and of src/lib, and no other', () => {
  const named = tableRows(read('docs/architecture.md')).flatMap(([cell = '']) =>
    [...cell.matchAll(/`([\w-]+\/|\w+\.ts)`/g)].map(([, name = '']) => name),
  );
  const parts = ['src', 'src/lib'].flatMap((path) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || path === 'src')
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)),
  );
  const top = ['exports/', 'src/', 'test/', 'bench/', 'bin/', 'scripts/', 'deploy/', 'docs/'];
  expect([...named].sort()).toEqual([...parts, ...top].sort());
});
