import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { expect, inject, test } from 'vitest';
import { foldDelivery } from '../../src/lib/archive/delivery-state.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import type { Ran } from '../support/cli.ts';
import { runCommand } from '../support/command.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { newPrefix } from '../support/queues.ts';

const RUN = 'shop/orders/2013-07-25';

async function shopWithRedis(): Promise<Record<string, string>> {
  return { ...(await shopEnvironment(3, newPrefix())), REDIS_URL: inject('redisUrl') };
}

/** A shop whose orders were delivered to people and share. */
async function delivered(): Promise<Record<string, string>> {
  const environment = await shopWithRedis();
  await runCommand(['export', 'shop/orders', '--date', '2013-07-25', '--inline'], environment);
  return environment;
}

async function mails(environment: Record<string, string>): Promise<Email[]> {
  const outbox = environment['OUTBOX_DIR']!;
  const names = await readdir(outbox).catch(() => []);
  return await Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))));
}

test('--to sends a trial to that address alone, marked as one, each time anew', async () => {
  const environment = await delivered();
  const before = await mails(environment);
  const trial = ['deliver', RUN, '--target', 'people', '--to', 'me@bordereau.example'];
  expect((await runCommand(trial, environment)).stdout).toContain('people: trial 1 sent');
  expect((await runCommand(trial, environment)).stdout).toContain('people: trial 2 sent');
  const ids = new Set(before.map(({ messageId }) => messageId));
  const trials = (await mails(environment)).filter(({ messageId }) => !ids.has(messageId));
  expect(trials).toHaveLength(2);
  for (const mail of trials) {
    expect(mail.to?.map(({ address }) => address)).toEqual(['me@bordereau.example']);
    expect(mail.cc ?? []).toEqual([]);
    expect(mail.subject).toMatch(/^\[test\] /);
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['commandes_20130725.csv']);
  }
});

test('a trial is recorded as such and does not count as the delivery', async () => {
  const environment = await delivered();
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  const ledger = await archive.deliveries(RUN, 1, 'people');
  const history = await archive.history(RUN);
  await runCommand(['deliver', RUN, '--target', 'people', '--to', 'me@bordereau.example'], environment);
  expect(await archive.deliveries(RUN, 1, 'people')).toEqual(ledger);
  expect(await archive.history(RUN)).toEqual(history);
  expect((await archive.deliveries(RUN, 1, 'people.trials')).map(({ event }) => event)).toEqual(['sending', 'sent']);
  expect((await runCommand(['show', RUN], environment)).stdout).toContain('r1 to people.trials: sent');
});

test('a trial that fails is recorded too', async () => {
  const environment = await delivered();
  await rm(environment['OUTBOX_DIR']!, { recursive: true });
  await writeFile(environment['OUTBOX_DIR']!, '');
  const { code, stderr } = await runCommand(
    ['deliver', RUN, '--target', 'people', '--to', 'me@bordereau.example'],
    environment,
  );
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('target people') });
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  expect((await archive.deliveries(RUN, 1, 'people.trials')).at(-1)).toMatchObject({
    event: 'failed',
    code: 'TARGET_NOT_WRITABLE',
  });
});

test('--dry-run says what would be sent where, and sends and records nothing', async () => {
  const environment = await delivered();
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  const before = { history: await archive.history(RUN), mails: await mails(environment) };
  const { file } = (await archive.manifest(RUN, 1))!;
  const people = await runCommand(['deliver', RUN, '--target', 'people', '--dry-run'], environment);
  expect(people.stdout).toContain('to people: sent; nothing is sent');
  expect(people.stdout).toContain('mail: ada@shop.example, grace@shop.example');
  expect(people.stdout).toContain(`commandes_20130725.csv · ${file.bytes} B · sha256 ${file.sha256}`);
  const share = await runCommand(['deliver', RUN, '--target', 'share', '--dry-run'], environment);
  expect(share.stdout).toContain('folder: share');
  expect(share.stdout).not.toContain('mail');
  expect({ history: await archive.history(RUN), mails: await mails(environment) }).toEqual(before);
});

test('a target that gave up is sent to by the workers, and the run is then delivered', async () => {
  const environment = await shopWithRedis();
  await writeFile(environment['FOLDERS_DIR']!, 'a file where a folder should be');
  await runCommand(['export', 'shop/orders', '--date', '2013-07-25', '--inline'], environment);
  const engine = await loadShop(environment);
  expect(await engine.archive.status(RUN)).toMatchObject({ state: 'partial', why: 'missing: share' });
  await rm(environment['FOLDERS_DIR']!);

  const worker = await startWorker(engine, inject('redisUrl'));
  const { code, stdout } = await runCommand(['deliver', RUN, '--target', 'share', '--wait'], environment);
  await worker.stop();
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${RUN} r1 to share: sent\n` });
  expect(foldDelivery(await engine.archive.deliveries(RUN, 1, 'share')).state).toBe('sent');
  expect(await engine.archive.status(RUN)).toMatchObject({ state: 'delivered' });
  expect(await readdir(join(environment['FOLDERS_DIR']!, 'share'))).toEqual(['commandes_20130725.csv']);
  expect(await mails(environment)).toHaveLength(2);
});

test('a target the run was never for gets the file too, and is from then on one of its targets', async () => {
  const environment = await shopWithRedis();
  await runCommand(['export', 'shop/slow', '--date', '2013-07-25', '--inline'], environment);
  const run = 'shop/slow/2013-07-25';
  const engine = await loadShop(environment);
  const worker = await startWorker(engine, inject('redisUrl'));
  const { code } = await runCommand(['deliver', run, '--target', 'people', '--wait'], environment);
  await worker.stop();
  expect(code).toBe(0);
  const asked = (await engine.archive.history(run)).findLast(({ event }) => event === 'delivering');
  expect(asked).toMatchObject({ targets: expect.arrayContaining(['people']) });
  expect(await engine.archive.status(run)).toMatchObject({ state: 'delivered' });
});

test.each<[string[], string]>([
  [[RUN, '--target', 'people'], 'resend'],
  [[RUN, '--target', 'peple'], 'Did you mean people?'],
  [[RUN, '--target', 'share', '--to', 'me@bordereau.example'], 'a mail target'],
  [[RUN, '--target', 'people', '--to', 'me@a.example, you@a.example'], 'one mail address'],
  [['shop/orders/2013-07-24', '--target', 'people'], 'a run that is unknown'],
])('deliver %j is refused with exit code 2', async (args, said) => {
  const { code, stderr } = await runCommand(['deliver', ...args], await delivered());
  expect(stderr).toContain(said);
  expect(code).toBe(2);
});

const tried = async (id: string, environment: Record<string, string>): Promise<Ran> =>
  await runCommand(['test-target', id], environment);

test('test-target says what it found, who uses the target, and leaves nothing there', async () => {
  const environment = await shopEnvironment();
  const { code, stdout } = await tried('shop/share', environment);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✔ shop\/share: .* can be written \(\d+ ms\)\n/);
  expect(stdout).toContain('leads to  folder: share\n');
  expect(stdout).toMatch(/used by {3}.*shop\/orders/);
  expect(await readdir(join(environment['FOLDERS_DIR']!, 'share'))).toEqual([]);
});

test('test-target fails when the target does not work', async () => {
  const environment = await shopEnvironment();
  await writeFile(environment['FOLDERS_DIR']!, '');
  const { code, stdout } = await tried('shop/share', environment);
  expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('✘ shop/share') });
});

test.each([
  ['shop/shares', 'Did you mean share?'],
  ['shpo/share', 'Did you mean shop?'],
  ['shop', 'expected operation/target'],
])('test-target %s is refused with exit code 2', async (id, said) => {
  const { code, stderr } = await tried(id, await shopEnvironment());
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
});
