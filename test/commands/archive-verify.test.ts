import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { shopEnvironment } from '../support/engine.ts';

const file = 'shop/orders/2013-07-25/r1/commandes_20130725.csv';

async function shopWithAFile(): Promise<Record<string, string>> {
  const environment = await shopEnvironment();
  const asked = ['export', 'shop/orders', '--date', '2013-07-25', '--inline'];
  expect(await runCommand(asked, environment)).toMatchObject({ code: 0 });
  return environment;
}

test('archive verify ends with 0 when nothing has drifted', async () => {
  const { code, stdout } = await runCommand(['archive', 'verify'], await shopWithAFile());
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1 runs, 1 files .*: no drift\n$/),
  });
});

test('archive verify ends with 1 on drift and names each, for people and for programs', async () => {
  const environment = await shopWithAFile();
  await appendFile(join(environment['ARCHIVE_DIR']!, file), 'x');
  const told = await runCommand(['archive', 'verify'], environment);
  expect(told.code).toBe(1);
  expect(told.stdout).toContain(`changed  ${file}: `);
  const { code, stdout } = await runCommand(['archive', 'verify', '--operation', 'shop', '--json'], environment);
  expect(code).toBe(1);
  const [drift, end] = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(drift).toMatchObject({ kind: 'changed', path: file });
  expect(end).toEqual({
    runs: 1,
    files: 0,
    bytes: 0,
    expired: 0,
    drift: { missing: 0, changed: 1, foreign: 0, damaged: 0 },
  });
});

test('a part of the archive that cannot be meant is refused', async () => {
  const environment = await shopEnvironment();
  await mkdir(environment['ARCHIVE_DIR']!);
  expect(await runCommand(['archive', 'verify', '--operation', '../etc'], environment)).toMatchObject({ code: 2 });
  expect(await runCommand(['archive', 'verify', '--export', 'shop'], environment)).toMatchObject({ code: 2 });
});

test.each(['verify', 'index', 'prune'])('archive %s refuses a part that the archive does not have', async (command) => {
  const environment = await shopWithAFile();
  const mistyped = await runCommand(['archive', command, '--export', 'shop/order'], environment);
  expect(mistyped).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Did you mean shop/orders?') });
  expect(await runCommand(['archive', command, '--operation', 'shop'], environment)).toMatchObject({ code: 0 });
});
