import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { fresh, published, type ReadyCheck, rowExists, stableCount } from '../../src/lib/exports/checks.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { mailOf } from '../../src/lib/exports/making/mail-of-run.ts';
import { runDeps } from '../../src/processes/engine.ts';
import { processRun, type RunOutcome } from '../../src/processors/run.ts';
import type { RunPayload } from '../../src/queues/catalogue.ts';
import { quietAttempt } from '../support/attempt.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';

const run = 'shop/orders/2013-07-25';
const payload = {
  ...{ v: 1, runId: run, revision: 1, trigger: 'schedule', late: false, why: null },
  giveUpAt: '2013-07-26T08:00:00Z',
} as const satisfies RunPayload;

/** The shop's daily export with checks, at 04:00, and a database of loads beside its orders. */
async function morning(readyWhen: readonly ReadyCheck[], changes: object = {}) {
  const environment = await shopEnvironment();
  const database = new Database(join(environment['SOURCE_SHOP_URL']!.slice('sqlite:'.length), 'shop.db'));
  database.exec('CREATE TABLE loads (day DATE, at DATETIME)');
  const clock = settableClock('2013-07-26T04:00:00Z');
  const engine = await loadShop(environment, clock);
  const definition = findExport(engine.registry, 'shop/orders');
  Object.assign(definition.export, { readyWhen, ...changes });
  const deps = runDeps(engine, () => Promise.resolve());
  return {
    ...engine,
    clock,
    definition,
    load: (sql: string) => void database.exec(sql),
    at: async (time: string): Promise<RunOutcome> => {
      clock.set(`2013-07-26T${time}:00Z`);
      return await processRun(payload, quietAttempt(), deps);
    },
  };
}

const loaded = rowExists('SELECT 1 FROM shop.loads WHERE day = :from_date');

test('a late load is waited for in growing steps and goes out marked late, in the record, the manifest and the mail', async () => {
  const shop = await morning([loaded]);
  const asks = ['04:00', '04:01', '04:02', '04:04', '04:08', '04:16', '04:31', '04:46'];
  for (const [index, time] of asks.entries()) {
    const next = asks[index + 1] ?? '05:01';
    const untilMs = new Date(`2013-07-26T${next}:00Z`).getTime();
    expect(await shop.at(time)).toEqual({ kind: 'waiting', untilMs, why: 'the row it waits for is not there' });
  }
  expect(await shop.archive.status(run)).toMatchObject({ state: 'waiting', late: false });

  shop.load("INSERT INTO loads VALUES ('2013-07-25', NULL)");
  expect(await shop.at('05:01')).toMatchObject({ kind: 'published', manifest: { rows: 3, late: true } });
  expect(await shop.archive.status(run)).toMatchObject({ late: true });
  const manifest = await shop.archive.manifest(run, 1);
  expect(mailOf(shop.definition, manifest!).text).toContain('plus tard que prévu');
});

test('data that is there at the first ask is not late', async () => {
  const shop = await morning([loaded]);
  shop.load("INSERT INTO loads VALUES ('2013-07-25', NULL)");
  expect(await shop.at('04:00')).toMatchObject({ kind: 'published', manifest: { late: false } });
});

test('with a promised hour only what comes after it is late', async () => {
  const schedule = { kind: 'daily', between: ['04:00', '08:00'], deadline: '06:00', covers: 'previous day' };
  const shop = await morning([loaded], { schedule: { ...schedule, closedDays: 'run' } });
  await shop.at('04:00');
  shop.load("INSERT INTO loads VALUES ('2013-07-25', NULL)");
  expect(await shop.at('05:59')).toMatchObject({ kind: 'published', manifest: { late: false } });
});

test('at the cut-off the run fails for good, unless the export says otherwise', async () => {
  const shop = await morning([loaded]);
  await shop.at('07:59');
  await expect(shop.at('08:00')).rejects.toMatchObject({ code: 'NEVER_READY', retry: 'permanent' });
});

test('at the cut-off a run that may be skipped is skipped, with the reason', async () => {
  const shop = await morning([loaded], { notReady: 'skip' });
  expect(await shop.at('08:00')).toMatchObject({ kind: 'nothing' });
  expect(await shop.archive.status(run)).toMatchObject({
    state: 'skipped',
    why: 'not ready when the window closed: the row it waits for is not there',
  });
});

test('at the cut-off a run that may go on goes, and manifest and mail mention it', async () => {
  const shop = await morning([loaded], { notReady: 'goOn' });
  expect(await shop.at('08:00')).toMatchObject({
    manifest: { warnings: ['not ready when the window closed: the row it waits for is not there'], late: true },
  });
  const manifest = await shop.archive.manifest(run, 1);
  expect(mailOf(shop.definition, manifest!).text).toContain("n'étaient pas complètes (the row it waits for");
});

test('fresh data is at most so old', async () => {
  const shop = await morning([fresh('SELECT MAX(at) FROM shop.loads', 'PT2H')]);
  expect(await shop.at('04:00')).toMatchObject({ why: 'the data has no date yet' });
  shop.load("INSERT INTO loads VALUES (NULL, '2013-07-26 02:00:00')");
  expect(await shop.at('04:01')).toMatchObject({ why: 'the newest data is older than PT2H' });
  expect(await shop.at('04:00')).toMatchObject({ kind: 'published' });
});

test('a count is stable once it has stayed the same for so many minutes', async () => {
  const shop = await morning([stableCount('SELECT COUNT(*) FROM shop.loads', 10)]);
  const why = 'a count has not been the same for 10 minutes yet';
  expect(await shop.at('04:00')).toMatchObject({ why });
  expect(await shop.at('04:09')).toMatchObject({ why });
  shop.load("INSERT INTO loads VALUES ('2013-07-25', NULL)");
  expect(await shop.at('04:10')).toMatchObject({ why });
  expect(await shop.at('04:19')).toMatchObject({ why });
  expect(await shop.at('04:20')).toMatchObject({ kind: 'published' });
});

test('an export that depends on another waits until that one is out', async () => {
  const shop = await morning([published('shop/checked')]);
  expect(await shop.at('04:00')).toMatchObject({ why: 'shop/checked has no run for this interval yet' });
  const stamp = { at: '2013-07-26T04:00:00Z', by: 'test' };
  const other = 'shop/checked/2013-07-25';
  await shop.archive.record(other, { ...stamp, event: 'held', revision: 1, why: 'x' });
  expect(await shop.at('04:01')).toMatchObject({ why: 'shop/checked is held' });
  await shop.archive.record(other, { ...stamp, event: 'released', revision: 1, why: 'x' });
  expect(await shop.at('04:02')).toMatchObject({ kind: 'published' });
});
