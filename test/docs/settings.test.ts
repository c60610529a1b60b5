import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/lib/config/settings.ts';
import { envExample, settingsTable } from '../support/settings-text.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** A table under a heading, up to the first line that is not part of it. */
const TABLE = /(?<=^## Settings\n(?:(?!\||#).*\n)*)(?:\|.*\n)+/m;

// After a change of the schema, `npx vitest run test/docs -u` writes both texts anew.

test("the README's table of settings is that of the schema", async () => {
  const readme = readFileSync(path('README.md'), 'utf8');
  expect(TABLE.test(readme)).toBe(true);
  await expect(readme.replace(TABLE, () => `${settingsTable()}\n`)).toMatchFileSnapshot(path('README.md'));
});

test('.env.example has every setting of the schema', async () => {
  await expect(envExample()).toMatchFileSnapshot(path('.env.example'));
});

test('every line of .env.example, read by a shell, is a value that its setting takes', () => {
  const lines = readFileSync(path('.env.example'), 'utf8').split('\n');
  const assignments = lines.filter((line) => /^#[A-Z_]+=./.test(line)).map((line) => line.slice(1));
  expect(assignments.length).toBeGreaterThan(10);
  const script = `set -a\n${assignments.join('\n')}\nexec "$0" -p 'JSON.stringify(process.env)'`;
  const told = execFileSync('/bin/sh', ['-c', script, process.execPath], { env: {}, encoding: 'utf8' });
  const settings = readSettings(JSON.parse(told) as Record<string, string>);
  expect(settings).toMatchObject({ queuePrefix: '{bordereau}', boardPort: 3000, workerConcurrency: 2 });
  expect(Object.keys(settings.sources)).toEqual(['canal']);
});
