import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { expect, inject, test } from 'vitest';
import { backfill, type BackfillOptions } from '../../src/commands/backfill.ts';
import { resend } from '../../src/commands/resend.ts';
import { runInline } from '../../src/commands/run-inline.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import type { Engine } from '../../src/processes/engine.ts';
import { askFor } from '../support/ask.ts';
import { startCli } from '../support/cli.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix } from '../support/queues.ts';
import { spoken } from '../support/spoken.ts';

const options = (from: string, to: string, changes: Partial<BackfillOptions> = {}): BackfillOptions => ({
  from: Temporal.PlainDate.from(from),
  to: Temporal.PlainDate.from(to),
  only: 'missing',
  concurrency: 2,
  ...changes,
});

async function setUp(): Promise<{ engine: Engine; environment: Record<string, string> }> {
  const environment = { ...(await shopEnvironment(3, newPrefix())), REDIS_URL: inject('redisUrl') };
  return { environment, engine: await loadShop(environment, settableClock('2013-07-26T12:00:00Z')) };
}

const at = '2013-07-20T04:00:00Z';
const failure = { code: 'SOURCE_LOST', message: 'gone', retry: 'permanent' } as const;

async function failed(engine: Engine, day: string): Promise<void> {
  await engine.archive.record(`shop/orders/${day}`, { at, by: 'test', event: 'failed', token: null, error: failure });
}

test('a dry run tells which intervals are missing, by the schedule, and records nothing', async () => {
  const { engine } = await setUp();
  await engine.archive.record('shop/orders/2013-07-23', { at, by: 'test', event: 'missed', why: 'x' });
  await failed(engine, '2013-07-24');
  const output = spoken();
  expect(await backfill('shop/orders', options('2013-07-22', '2013-08-31', { dryRun: true }), engine, output)).toBe(0);
  expect(output.lines).toEqual([
    'shop/orders: 4 intervals, 3 of them to make',
    '  shop/orders/2013-07-22: make r1',
    '  shop/orders/2013-07-23: make again r1',
    '  shop/orders/2013-07-25: make r1',
  ]);
  expect(await engine.archive.runsOf('shop/orders')).toEqual(['shop/orders/2013-07-23', 'shop/orders/2013-07-24']);
});

test('missing, failed and all make what they say; all makes new revisions, once for each reason', async () => {
  const { engine } = await setUp();
  const worker = await startWorker(engine, inject('redisUrl'));
  await failed(engine, '2013-07-24');
  const make = async (changes: Partial<BackfillOptions>): Promise<string[]> => {
    const output = spoken();
    await backfill('shop/orders', options('2013-07-23', '2013-07-25', changes), engine, output);
    return output.lines.filter((line) => line.includes('/3 ') || line.includes('/2 ') || line.includes('/1 '));
  };
  expect((await make({ reverse: true, concurrency: 1 })).map((line) => line.trim().slice(0, 38))).toEqual([
    '1/2 shop/orders/2013-07-25: delivered ',
    '2/2 shop/orders/2013-07-23: delivered ',
  ]);
  expect(await make({ only: 'failed' })).toEqual(['  1/1 shop/orders/2013-07-24: delivered · 1 rows']);
  expect(await make({ only: 'failed' })).toEqual([]);
  expect(await make({ only: 'all', why: 'new rates' })).toHaveLength(3);
  expect(await make({ only: 'all', why: 'new rates' })).toEqual([]);
  await worker.stop();
  const status = await engine.archive.status('shop/orders/2013-07-25');
  expect(status).toMatchObject({ state: 'delivered', revision: 2, trigger: 'backfill' });
  expect(
    (await engine.archive.history('shop/orders/2013-07-25')).findLast(({ event }) => event === 'queued'),
  ).toMatchObject({ why: expect.stringContaining('new rates (') });
  const nobody = options('2013-07-23', '2013-07-25', { only: 'all' });
  await expect(backfill('shop/orders', nobody, engine, spoken())).rejects.toMatchObject({ code: 'BAD_RUN_REQUEST' });
}, 60_000);

test('a quarter, command and worker killed twice, ends complete without a duplicate', async () => {
  const { environment } = await setUp();
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  const command = ['backfill', 'shop/orders', '--from', '2013-04-01', '--to', '2013-06-30', '--concurrency', '8'];
  const published = async (): Promise<number> => {
    const runs = await archive.runsOf('shop/orders');
    return (await Promise.all(runs.map((run) => archive.manifest(run, 1)))).filter((one) => one !== null).length;
  };
  for (const enough of [5, 20]) {
    const children = [startCli(['worker'], environment), startCli(command, environment)];
    await eventually(async () => (await published()) >= enough, 60_000);
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map((child) => once(child, 'exit')));
  }
  const worker = startCli(['worker'], environment);
  const last = startCli(command, environment);
  await once(last, 'exit');
  expect(last.said()).toContain('0 of them failed');
  worker.kill('SIGTERM');
  await once(worker, 'exit');

  const runs = await archive.runsOf('shop/orders');
  expect(runs).toHaveLength(91);
  const states = await Promise.all(runs.map((run) => archive.status(run)));
  expect(states.every((status) => status?.state === 'delivered' && status.published.length === 1)).toBe(true);
  expect(await readdir(join(environment['FOLDERS_DIR']!, 'share'))).toHaveLength(91);
  const mails = (await readdir(environment['OUTBOX_DIR']!)).filter((name) => name.endsWith('.eml'));
  expect(mails).toHaveLength(91 * 2);
}, 240_000);

test('resend sends the same bytes once more, under a Message-ID of its own, and says so in the ledger', async () => {
  const { engine, environment } = await setUp();
  await runInline([askFor(engine, 'shop/orders')], engine);
  const run = 'shop/orders/2013-07-25';
  const worker = await startWorker(engine, inject('redisUrl'));
  await resend(run, { why: 'mailbox was full', to: ['people'] }, engine);
  await eventually(async () => (await engine.archive.status(run))?.state === 'delivered');
  await worker.stop();
  const ledger = await engine.archive.deliveries(run, 1, 'people');
  const twoMessages = ['sending', 'sent', 'sending', 'sent'];
  expect(ledger.map(({ event }) => event)).toEqual(['planned', ...twoMessages, 'again', ...twoMessages]);
  expect(ledger[5]).toMatchObject({ why: 'mailbox was full' });
  expect(await engine.archive.deliveries(run, 1, 'share')).toHaveLength(2);
  const names = (await readdir(environment['OUTBOX_DIR']!)).filter((name) => name.endsWith('.eml'));
  expect(names).toHaveLength(4);
  const texts = await Promise.all(names.map((name) => readFile(join(environment['OUTBOX_DIR']!, name), 'utf8')));
  const attachments = texts.map(
    (text) => text.split('Content-Disposition: attachment')[1]?.split('\r\n\r\n')[1]?.split('--')[0],
  );
  expect(new Set(attachments).size).toBe(1);
});

test('resend to one target keeps those in mind that still miss the file', async () => {
  const { engine, environment } = await setUp();
  await writeFile(environment['FOLDERS_DIR']!, 'a file where a folder should be');
  await runInline([askFor(engine, 'shop/orders')], engine);
  const run = 'shop/orders/2013-07-25';
  const worker = await startWorker(engine, inject('redisUrl'));
  await resend(run, { why: 'mailbox was full', to: ['people'] }, engine);
  await eventually(async () => (await engine.archive.status(run))?.state === 'partial');
  await worker.stop();
  expect(await engine.archive.status(run)).toMatchObject({ state: 'partial', why: 'missing: share' });
});

test('resend refuses a run that was not delivered and a target it did not go to', async () => {
  const { engine } = await setUp();
  const refused = { code: 'BAD_RUN_REQUEST' };
  await expect(resend('shop/orders/2013-07-25', { why: 'x' }, engine)).rejects.toMatchObject(refused);
  await runInline([askFor(engine, 'shop/orders')], engine);
  await expect(resend('shop/orders/2013-07-25', { why: 'x', to: ['peple'] }, engine)).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('Did you mean people?'),
  });
});

test('resend --missing sends to those who do not have it, and to nobody else', async () => {
  const { engine, environment } = await setUp();
  await runInline([askFor(engine, 'shop/orders')], engine);
  const run = 'shop/orders/2013-07-25';
  const missing = { why: 'address corrected', missing: true };
  await expect(resend(run, missing, engine)).rejects.toMatchObject({ code: 'BAD_RUN_REQUEST' });
  const at = engine.clock.now().toString();
  for (const event of [
    { at, event: 'again', by: 'test', why: 'a second time' },
    { at, event: 'sent', recipient: 'ada@shop.example', where: 'x', detail: {} },
    { at, event: 'failed', recipient: 'grace@shop.example', code: 'MAIL_REFUSED', message: 'm', final: true },
  ] as const)
    await engine.archive.recordDelivery(run, 1, 'people', event);
  await engine.archive.record(run, { at, by: 'test', event: 'partial', revision: 1, missing: ['people'] });
  const worker = await startWorker(engine, inject('redisUrl'));
  await resend(run, missing, engine);
  await eventually(async () => (await engine.archive.status(run))?.state === 'delivered');
  await worker.stop();
  const names = (await readdir(environment['OUTBOX_DIR']!)).filter((name) => name.includes('.r1.2.'));
  const texts = await Promise.all(names.map((name) => readFile(join(environment['OUTBOX_DIR']!, name), 'utf8')));
  expect(texts.map((text) => /^X-Envelope-To: (.*)$/m.exec(text)?.[1]?.trim())).toEqual(['grace@shop.example']);
  expect(await engine.archive.deliveries(run, 1, 'share')).toHaveLength(2);
});
