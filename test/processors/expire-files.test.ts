import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { resend } from '../../src/commands/resend.ts';
import { runInline } from '../../src/commands/run-inline.ts';
import type { Archive } from '../../src/lib/archive/archive.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import type { NewRunEvent } from '../../src/lib/archive/run-event.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { verifyArchive } from '../../src/lib/archive/verify-archive.ts';
import { findExport, loadRegistry } from '../../src/lib/exports/loading/load-registry.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { type Expiry, type ExpiryDeps, dueFiles, expireFile } from '../../src/processors/expire-files.ts';
import { sweepJobs } from '../../src/processors/sweep-job.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { askFor } from '../support/ask.ts';
import { quietAttempt } from '../support/attempt.ts';
import { runCommand } from '../support/command.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { publishedRun } from '../support/published-run.ts';
import { shopExportsDir } from '../support/shop.ts';
import { tempFolder } from '../support/temp-folder.ts';

const run = 'shop/orders/2013-07-25';
const actor = 'test';

interface Kept extends ExpiryDeps {
  readonly clock: ReturnType<typeof settableClock>;
}

/** An archive with these runs, each delivered on the morning after its day, looked at on another day. */
async function archiveOf(runs: readonly RunId[], now: string): Promise<Kept> {
  const archive = openFolderArchive(join(await tempFolder(), 'archive'));
  for (const each of runs) await publishedRun(archive, each, 'orders.csv', 'a;b\r\n');
  return { archive, registry: await loadRegistry(shopExportsDir), clock: settableClock(`${now}T12:30:00Z`), actor };
}

async function due(deps: ExpiryDeps): Promise<RunId[]> {
  const found: RunId[] = [];
  for await (const { run } of dueFiles(await deps.archive.recordedExports(), deps)) found.push(run);
  return found;
}

async function expireAll(deps: ExpiryDeps): Promise<Expiry[]> {
  const outcomes: Expiry[] = [];
  for await (const file of dueFiles(await deps.archive.recordedExports(), deps))
    outcomes.push(await expireFile(file, deps));
  return outcomes;
}

const filesOf = async ({ root }: Archive, of: RunId = run): Promise<string[]> =>
  (await readdir(join(root, of, 'r1'))).sort();
const stamp = (at: string) => ({ at, by: actor });

test('a file with personal data goes after thirty days, and its record and manifest stay', async () => {
  const deps = await archiveOf([run], '2013-08-24');
  expect(await expireAll(deps)).toEqual([]);
  deps.clock.set('2013-08-25T12:30:00Z');
  expect(await expireAll(deps)).toEqual(['removed']);
  expect(await filesOf(deps.archive)).toEqual(['manifest.json']);
  expect((await deps.archive.history(run)).at(-1)).toMatchObject({
    event: 'expired',
    revision: 1,
    by: actor,
    why: 'kept for 30 days',
  });
  expect(await deps.archive.status(run)).toMatchObject({ state: 'delivered', since: '2013-07-26T00:00:00Z' });
  expect(await deps.archive.openRuns()).toEqual([]);
  expect(await expireAll(deps)).toEqual([]);
});

test('an export says how long its files are kept, else its operation does', async () => {
  const deps = await archiveOf([run], '2013-08-02');
  expect(await due(deps)).toEqual([]);
  const definition = findExport(deps.registry, 'shop/orders');
  const registry = new Map([
    ['shop/orders', { ...definition, operation: { ...definition.operation, keep: { days: 7 } } }],
  ]);
  expect(await due({ ...deps, registry })).toEqual([run]);
  Object.assign(definition.export, { keep: { days: 8 } });
  expect(await due({ ...deps, registry })).toEqual([]);
});

test('files of an export that is no longer defined go by what their manifests say', async () => {
  const deps = { ...(await archiveOf([run], '2013-08-25')), registry: new Map() };
  expect(await due(deps)).toEqual([run]);
});

test.each(['held', 'queued', 'delivering', 'building'] as const)(
  'a file of a run that is %s stays, whatever its age',
  async (state) => {
    const deps = await archiveOf([run], '2019-01-01');
    const at = '2013-07-27T00:00:00Z';
    const events: Record<typeof state, NewRunEvent> = {
      held: { ...stamp(at), event: 'held', revision: 1, why: 'rows' },
      queued: { ...stamp(at), event: 'queued', revision: 2, trigger: 'rerun', late: false, why: null },
      delivering: { ...stamp(at), event: 'delivering', revision: 1, targets: ['people'] },
      building: { ...stamp(at), event: 'started', revision: 2, attempt: 1, token: 'a2' },
    };
    await deps.archive.record(run, events[state]);
    expect(await deps.archive.status(run)).toMatchObject({ state });
    expect(await due(deps)).toEqual([]);
  },
);

test('the time counts from when the file was last sent', async () => {
  const deps = await archiveOf([run], '2013-08-30');
  await deps.archive.record(run, { ...stamp('2013-08-10T00:00:00Z'), event: 'delivered', revision: 1 });
  expect(await due(deps)).toEqual([]);
  deps.clock.set('2013-09-09T00:00:00Z');
  expect(await due(deps)).toEqual([run]);
});

test('a file that is not the one that was published is not ours to remove', async () => {
  const deps = await archiveOf([run], '2013-08-25');
  const [path, beside] = ['orders.csv', 'copy.csv'].map((name) => join(deps.archive.root, run, 'r1', name));
  await writeFile(path!, 'a;c\r\n');
  await writeFile(beside!, 'a;b\r\n');
  expect(await expireAll(deps)).toEqual(['not ours']);
  expect(await readFile(path!, 'utf8')).toBe('a;c\r\n');
  expect(await filesOf(deps.archive)).toEqual(['copy.csv', 'manifest.json', 'orders.csv']);
});

test('a sweep that died between record and file is finished by the next one', async () => {
  const deps = await archiveOf([run], '2013-08-25');
  await deps.archive.record(run, {
    ...stamp('2013-08-25T12:30:00Z'),
    event: 'expired',
    revision: 1,
    why: 'kept for 30 days',
  });
  expect(await expireAll(deps)).toEqual(['removed']);
  expect(await filesOf(deps.archive)).toEqual(['manifest.json']);
  expect((await deps.archive.history(run)).filter(({ event }) => event === 'expired')).toHaveLength(1);
});

test('of a sweep and somebody who takes the run up again one comes first, and a run at work never loses its file', async () => {
  const days = Array.from(
    { length: 25 },
    (_, day) => `shop/orders/2013-06-${String(day + 1).padStart(2, '0')}` as const,
  );
  const deps = await archiveOf(days, '2013-09-01');
  const files = [];
  for await (const file of dueFiles(['shop/orders'], deps)) files.push(file);
  expect(files).toHaveLength(days.length);
  const again: NewRunEvent = {
    ...stamp('2013-09-01T12:30:00Z'),
    event: 'delivering',
    revision: 1,
    targets: ['people'],
  };
  const outcomes = await Promise.all(
    files.map(async (file, index) => {
      const other = openFolderArchive(deps.archive.root);
      const resent = async (): Promise<void> => {
        for (let turn = 0; turn < index % 5; turn++) await other.status(file.run);
        await other.record(file.run, again);
      };
      const [outcome] = await Promise.all([expireFile(file, deps), resent()]);
      return outcome;
    }),
  );
  for (const [index, outcome] of outcomes.entries()) {
    const status = await deps.archive.status(days[index]!);
    const there = (await filesOf(deps.archive, days[index])).includes('orders.csv');
    const lines = (await deps.archive.history(days[index]!)).map(({ event }) => event);
    expect(lines.indexOf('expired') < lines.lastIndexOf('delivering')).toBe(outcome === 'removed');
    expect({ outcome, there, expired: status?.published[0]?.expiredAt !== null }).toEqual(
      outcome === 'removed'
        ? { outcome: 'removed', there: false, expired: true }
        : { outcome: 'in use', there: true, expired: false },
    );
  }
});

test('the daily sweep does it, and nothing is built or sent again because of it', async () => {
  const prefix = newPrefix();
  const environment = { ...(await shopEnvironment(3, prefix)), REDIS_URL: inject('redisUrl') };
  const clock = settableClock('2013-07-26T04:00:00Z');
  const engine = await loadShop(environment, clock);
  await engine.archive.firstSeen('shop/orders', clock.now());
  await runInline([askFor(engine, 'shop/orders')], engine);
  clock.set('2013-08-27T12:30:00Z');
  const outcome = await sweepJobs({ ...engine, logger: silentLogger }).process({ v: 1 }, quietAttempt());
  expect(outcome).toMatchObject({ summary: { expired: 1 } });

  const queues = await testQueues(prefix);
  clock.set('2013-07-26T05:00:00Z');
  await audit(schedulerDeps(engine, queues));
  expect(await queues.byName.runs.getJobs()).toEqual([]);
  expect(await queues.byName.deliveries.getJobs()).toEqual([]);
  const drifts: unknown[] = [];
  expect(await verifyArchive(engine.archive, {}, (drift) => drifts.push(drift))).toMatchObject({
    expired: 1,
    files: 0,
  });
  expect(drifts).toEqual([]);

  await expect(resend(run, { why: 'lost' }, engine)).rejects.toMatchObject({ code: 'ARTIFACT_EXPIRED' });
  expect(await engine.archive.status(run)).toMatchObject({ state: 'delivered' });
  for (const [command, ...options] of [
    ['deliver', '--target', 'people'],
    ['diff', run],
  ] as const) {
    const refused = await runCommand([command, run, ...options], environment);
    expect(refused).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('a file whose time was up on 2013-08-27'),
    });
    expect(refused.code).not.toBe(0);
  }
  const shown = await runCommand(['show', run], environment);
  expect(shown.stdout).toContain('r1: commandes_20130725.csv, removed: its time was up on 2013-08-27');
  const asked = await runCommand(['export', 'shop/orders', '--date', '2013-07-25', '--inline', '--json'], environment);
  expect(JSON.parse(asked.stdout)).toMatchObject({ state: 'delivered', file: null });
});

test('a delivery that is asked for when the file is gone says so, and does not leave in part', async () => {
  const engine = await loadShop(await shopEnvironment(), settableClock('2013-07-26T04:00:00Z'));
  await runInline([askFor(engine, 'shop/orders')], engine);
  const { archive } = engine;
  await archive.record(run, {
    ...stamp('2013-08-26T00:00:00Z'),
    event: 'expired',
    revision: 1,
    why: 'kept for 30 days',
  });
  await archive.recordDelivery(run, 1, 'share', { ...stamp('2013-08-26T00:00:00Z'), event: 'again', why: 'lost' });
  await archive.record(run, {
    ...stamp('2013-08-26T00:00:00Z'),
    event: 'queued',
    revision: 1,
    trigger: 'rerun',
    late: false,
    why: null,
  });
  await runInline([{ ...askFor(engine, 'shop/orders'), again: true }], engine);
  const ledger = await archive.deliveries(run, 1, 'share');
  expect(ledger.at(-1)).toMatchObject({ event: 'failed', code: 'ARTIFACT_EXPIRED', final: true });
});

test('archive prune --dry-run names what would go, and prune removes it', async () => {
  const environment = await shopEnvironment();
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  await publishedRun(archive, run, 'orders.csv', 'a;b\r\n');
  const dry = await runCommand(['archive', 'prune', '--dry-run'], environment);
  expect(dry).toMatchObject({
    code: 0,
    stdout: `due       ${run} r1: orders.csv · 5 B · kept for 30 days\n1 files, 5 B would be removed\n`,
  });
  expect(await filesOf(archive)).toEqual(['manifest.json', 'orders.csv']);
  const { code, stdout } = await runCommand(['archive', 'prune', '--export', 'shop/orders', '--json'], environment);
  expect({ code, ...(JSON.parse(stdout) as object) }).toEqual({
    ...{ code: 0, run, revision: 1, file: 'orders.csv', bytes: 5 },
    ...{ personalData: true, days: 30, outcome: 'removed' },
  });
  expect(await filesOf(archive)).toEqual(['manifest.json']);
});
