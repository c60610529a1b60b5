import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { expect, onTestFinished, test } from 'vitest';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { makeRunId } from '../../src/lib/archive/run-id.ts';
import { eventually } from '../support/eventually.ts';
import { codeBlocks } from '../support/markdown.ts';
import { publishedRun } from '../support/published-run.ts';
import { createShop, shopExportsDir } from '../support/shop.ts';
import { tempFolder } from '../support/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/restore.md'), 'utf8');
const [backup = '', machine = '', twoCommands = '', looks = ''] = codeBlocks(page).map(({ code }) => code);

const open = 'shop/orders/2013-07-25';
const today = Temporal.Now.plainDateISO('UTC');
const sent = [3, 2].map((days) => makeRunId('shop/orders', today.subtract({ days }).toString()));

/** A machine with the programs that the page asks for, and nothing else of ours; `git clone` gives this project. */
async function bareMachine(): Promise<{ dir: string; sh: (script: string, cwd?: string) => ChildProcess }> {
  const dir = await tempFolder();
  const bin = join(dir, 'bin');
  await mkdir(bin);
  const fakes = {
    git: `mkdir "$3"; cp -R "${join(dir, 'server')}/." "$3"`,
    npm: `[ "$1" = ci ] || exec "${join(process.execPath, '../npm')}" "$@"`,
  };
  for (const [name, script] of Object.entries(fakes)) {
    await writeFile(join(bin, name), `#!/bin/sh\nset -e\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: dir, TMPDIR: dir, ARCHIVE_DIR: join(dir, 'old/archive') };
  return {
    dir,
    sh: (script, cwd = dir) => spawn('sh', ['-e', '-c', script], { cwd, env, detached: true, stdio: 'pipe' }),
  };
}

/** The repository as a clone has it, with the shop for a company, and its packages as `npm ci` puts them there. */
async function fillServer(server: string): Promise<void> {
  for (const path of [
    'bin',
    'scripts',
    'src',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ])
    await cp(join(root, path), join(server, path), { recursive: true });
  await cp(shopExportsDir, join(server, 'exports'), { recursive: true });
  await mkdir(join(server, 'node_modules'));
  for (const name of await readdir(join(root, 'node_modules')))
    await symlink(join(root, 'node_modules', name), join(server, 'node_modules', name)).catch(() => undefined);
}

async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (said += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

test('the commands of the page bring a bare machine back to where it was', { timeout: 180_000 }, async () => {
  const { dir, sh } = await bareMachine();
  await fillServer(join(dir, 'server'));
  const settings = {
    ...{ ARCHIVE_DIR: join(dir, 'archive'), OUTBOX_DIR: join(dir, 'outbox'), FOLDERS_DIR: join(dir, 'folders') },
    ...{ SOURCE_SHOP_URL: await createShop(dir, 3), BOARD_PORT: '0', BOARD_OPERATOR_PASSWORD: 'only-for-this-test' },
  };
  await mkdir(join(dir, 'backup'));
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'`);
  await writeFile(join(dir, 'backup/env'), lines.join('\n'));
  const old = openFolderArchive(join(dir, 'old/archive'));
  for (const run of sent) await publishedRun(old, run, 'commandes.csv', 'a;b\r\n', ['people', 'share']);
  const queued = { event: 'queued', revision: 1, trigger: 'manual', late: false, why: null } as const;
  await old.recordFirst(open, { at: `${today.toString()}T00:00:00Z`, by: 'test', ...queued });

  expect(await ended(sh(backup, join(dir, 'server')))).toEqual({ code: 0, said: '' });
  const [npmCi = '', npmStart = ''] = twoCommands.trim().split('\n');
  expect(await ended(sh(machine + npmCi))).toMatchObject({ code: 0 });
  const clone = join(dir, 'bordereau');
  const again = 'set -a; . ./.env; set +a\n';
  const started = sh(again + npmStart, clone);
  const stopped = ended(started);
  onTestFinished(() => {
    if (started.exitCode === null) process.kill(-started.pid!, 'SIGKILL');
  });

  const archive = openFolderArchive(settings.ARCHIVE_DIR);
  await eventually(async () => (await archive.status(open))?.state === 'delivered', 120_000);
  const { code, said } = await ended(sh(again + looks, clone));
  expect({ code, said }).toMatchObject({ code: 0 });
  expect(said).toMatch(/files as their manifests say.*: no drift\n/);
  expect(said).toContain('All is well.');
  expect(said).toMatch(new RegExp(`${open} +delivered`));
  for (const run of sent) {
    expect(said).toMatch(new RegExp(`${run} +delivered`));
    expect(await archive.history(run)).toEqual(await old.history(run));
  }
  const received = [...(await readdir(join(dir, 'outbox'))), ...(await readdir(join(dir, 'folders/share')))].join();
  expect(received).toContain('commandes_20130725.csv');
  for (const run of sent) expect(received).not.toContain(run.slice(-10).replaceAll('-', ''));

  const announced = await readFile(join(clone, '.bordereau/redis.json'), 'utf8');
  process.kill((JSON.parse(announced) as { pid: number }).pid, 'SIGTERM');
  expect((await stopped).code).toBe(0);
});
