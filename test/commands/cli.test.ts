import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { runCli, startCli } from '../support/cli.ts';
import { runCommand } from '../support/command.ts';
import { shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix } from '../support/queues.ts';

const eventsDir = fileURLToPath(new URL('../fixtures/events', import.meta.url));
const day = ['--date', '2013-07-25'];

test('export --inline --json builds without Redis and prints one object a run, logs apart', async () => {
  const environment = { ...(await shopEnvironment()), LOG_LEVEL: 'debug' };
  const { code, stdout, stderr } = await runCli(['export', 'shop/orders', ...day, '--inline', '--json'], environment);
  const report = JSON.parse(stdout) as Record<string, unknown>;
  expect(code).toBe(0);
  expect(report).toMatchObject({ run: 'shop/orders/2013-07-25', state: 'delivered', revision: 1, rows: 3 });
  expect(isAbsolute(String(report['file']))).toBe(true);
  expect((await readFile(String(report['file']))).length).toBe(report['bytes']);
  for (const line of stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
});

test('export --wait goes through the queue and a worker', async () => {
  const environment = { ...(await shopEnvironment(3, newPrefix())), REDIS_URL: inject('redisUrl') };
  const worker = startCli(['worker'], environment);
  const { code, stdout } = await runCli(['export', 'shop/orders', ...day, '--wait', '--json'], environment);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'delivered', rows: 3 });
  const health = await eventually(async () => {
    const ran = await runCli(['health'], environment);
    return ran.code === 0 ? ran : null;
  });
  expect(health.stdout).toContain('worker');
  worker.kill('SIGTERM');
});

test('what is already published is said, made again only with a reason, and listed and shown', async () => {
  const environment = await shopEnvironment();
  await runCommand(['export', 'shop/orders', ...day, '--inline'], environment);
  const again = await runCommand(['export', 'shop/orders', ...day, '--inline'], environment);
  expect(again.stdout).toContain('already delivered');
  expect((await runCommand(['export', 'shop/orders', ...day, '--inline', '--again'], environment)).code).toBe(2);
  const second = await runCommand(
    ['export', 'shop/orders', ...day, '--inline', '--again', '--why', 'prices', '--json'],
    environment,
  );
  expect(JSON.parse(second.stdout)).toMatchObject({ revision: 2, state: 'delivered' });
  expect((await runCommand(['runs'], environment)).stdout).toContain('shop/orders/2013-07-25  delivered');
  const shown = await runCommand(['show', 'shop/orders/2013-07-25'], environment);
  expect(shown.stdout).toContain('queued r2 by rerun: prices');
  expect(shown.stdout).toContain('r2 to share: sent');
}, 60_000);

test('--dry-run keeps nothing, and --limit shortens only a dry run', async () => {
  const environment = await shopEnvironment();
  const { code, stdout } = await runCommand(
    ['export', 'shop/orders', ...day, '--dry-run', '--limit', '2', '--json'],
    environment,
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'dry run', rows: 2, file: 'commandes_20130725.csv' });
  expect(existsSync(environment['ARCHIVE_DIR']!)).toBe(false);
  expect((await runCommand(['export', 'shop/orders', ...day, '--limit', '2'], environment)).code).toBe(2);
});

test('an operation stands for its daily exports, those found by a query apart, and with --month for its monthly ones', async () => {
  const environment = { ...(await shopEnvironment()), EXPORTS_DIR: eventsDir };
  const daily = await runCommand(['export', 'shop', ...day, '--dry-run'], environment);
  expect(daily.stdout).toMatch(/^shop\/daily\/2013-07-25: dry run [^\n]*\n$/);
  const monthly = await runCommand(['export', 'shop', '--month', '2013-07', '--dry-run'], environment);
  expect(monthly.code).toBe(2);
  expect(monthly.stderr).toContain('an operation with monthly exports');
});

test.each([
  [['export', 'shop/ordres', ...day], 'Did you mean shop/orders?'],
  [['export', 'shop/orders', '--date', '2013-02-30'], 'a day or month that the calendar has'],
  [['export', 'shop/orders'], '--date yyyy-MM-dd'],
  [['export', 'shop/orders', '--param', 'x'], 'name=value'],
  [['show', '../../etc/passwd'], 'operation/export/interval'],
  [['show', 'shop/orders/1999-01-01'], 'no record in the archive'],
  [['frobnicate'], 'unknown command'],
  [['worker'], 'REDIS_URL'],
])('%j is refused with exit code 2 and says what is expected', async (args, expected) => {
  const { code, stderr } = await runCommand(args, await shopEnvironment());
  expect(stderr).toContain(expected);
  expect(code).toBe(2);
});

test('a run that fails gives exit code 1 and says why', async () => {
  const environment = { ...(await shopEnvironment()), SOURCE_SHOP_URL: 'sqlite:/no/such/folder' };
  const { code, stdout } = await runCommand(['export', 'shop/orders', ...day, '--inline', '--json'], environment);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'failed', file: null });
});

test('list names each export with its schedule; --json is for programs', async () => {
  const environment = await shopEnvironment();
  const { stdout } = await runCommand(['list'], environment);
  expect(stdout).toMatch(/shop\/orders\s+Commandes\s+csv\s+daily, first try 04:00.*people, share/);
  expect(stdout).toContain('shop: personal data goes by mail in clear: both sides take mail over TLS only (the shop');
  expect(JSON.parse((await runCommand(['list', '--json'], environment)).stdout)).toContainEqual(
    expect.objectContaining({ id: 'shop/checked', schedule: 'by hand' }),
  );
});

test('doctor says of each part whether it is well, and fails when one is not', async () => {
  const environment = { ...(await shopEnvironment()), REDIS_URL: inject('redisUrl') };
  const well = await runCommand(['doctor'], environment);
  expect(well.stdout).toContain('All is well.');
  for (const part of [
    'node',
    'settings',
    'archive',
    'redis',
    'definitions',
    'mail of shop',
    'source shop',
    'target shop/people',
    'target shop/share',
  ]) {
    expect(well.stdout).toContain(`✔ ${part}`);
  }
  expect(well.code).toBe(0);
  const ill = await runCommand(['doctor'], {
    ...environment,
    SOURCE_SHOP_URL: 'sqlite:/no/such/folder',
    REDIS_URL: 'redis://127.0.0.1:1',
  });
  expect(ill.stdout).toMatch(/✘ source shop: .*\n/);
  expect(ill.stdout).toMatch(/✘ redis: .*\n/);
  expect(ill.code).toBe(1);
  const wrong = await runCommand(['doctor'], { ...environment, BOARD_PORT: 'x', EXPORTS_DIR: '/no/such/folder' });
  expect(wrong.stdout).toContain('✘ BOARD_PORT: got "x", expected a port from 0 to 65535');
  expect(wrong.code).toBe(1);
}, 60_000);
