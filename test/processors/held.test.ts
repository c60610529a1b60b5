import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { expect, inject, onTestFinished, test } from 'vitest';
import { decideHeld } from '../../src/commands/decide-held.ts';
import { runInline } from '../../src/commands/run-inline.ts';
import { mail } from '../../src/lib/delivery/target-spec.ts';
import { findExport, loadRegistry } from '../../src/lib/exports/loading/load-registry.ts';
import { runDeps, type Engine } from '../../src/processes/engine.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { processRun } from '../../src/processors/run.ts';
import { audit } from '../../src/schedulers/audit.ts';
import { subscribers } from '../exports/canal/barometre-qualite.rules.ts';
import { onSqlite } from '../exports/support/company-databases.ts';
import { newAttempt } from '../support/attempts.ts';
import { askFor } from '../support/ask.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = 'shop/checked/2013-07-25';
const operators = mail({ to: ['grace@shop.example'], from: 'exports@bordereau.example' });

interface Changes {
  readonly rows: number;
  readonly expect: object;
}

/** The shop with its export `checked` giving so many rows under other expectations. */
async function shop({ rows, expect }: Changes, environment: Record<string, string>): Promise<Engine> {
  const engine = await loadShop(environment, settableClock('2013-07-26T04:00:00Z'));
  change(engine, { rows, expect });
  return engine;
}

function change(engine: Engine, { rows, expect }: Changes): void {
  const query = { kind: 'code', rows: () => Array.from({ length: rows }, (_, n) => ({ n, note: 'x' })) };
  const definition = findExport(engine.registry, 'shop/checked');
  Object.assign(definition.export, { expect, deliver: ['people', 'share'] });
  Object.assign(definition.tables[0]!, { query });
}

async function mails(environment: Record<string, string>): Promise<Email[]> {
  const names = await readdir(environment['OUTBOX_DIR']!).catch(() => []);
  return await Promise.all(
    names.map(async (name) => PostalMime.parse(await readFile(join(environment['OUTBOX_DIR']!, name)))),
  );
}

test('a held file goes to nobody, and the operators are told why and what they may do', async () => {
  const environment = await shopEnvironment();
  const engine = await shop({ rows: 332, expect: { rows: { exact: 333 } } }, environment);
  Object.assign(findExport(engine.registry, 'shop/checked').operation, { operators });
  onTestFinished(() => {
    Reflect.deleteProperty(findExport(engine.registry, 'shop/checked').operation, 'operators');
  });
  const [report] = await runInline([askFor(engine, 'shop/checked')], engine);
  expect(report).toMatchObject({ state: 'held', why: '332 rows, expected exactly 333' });
  const [notice, ...others] = await mails(environment);
  expect(others).toEqual([]);
  expect(notice).toMatchObject({
    to: [{ address: 'grace@shop.example' }],
    subject: `Fichier retenu : ${run}`,
    attachments: [],
  });
  expect(notice?.text).toContain('332 rows, expected exactly 333');
  expect(notice?.text).toContain(`bordereau release ${run} --why`);
});

test('released, a held file goes to everyone, under the name of who let it go and why', async () => {
  const prefix = newPrefix();
  const environment = { ...(await shopEnvironment(3, prefix)), REDIS_URL: inject('redisUrl') };
  const engine = await shop({ rows: 332, expect: { rows: { exact: 333 } } }, environment);
  await runInline([askFor(engine, 'shop/checked')], engine);
  await decideHeld('released', run, 'the client knows', engine);
  const worker = await startWorker(engine, inject('redisUrl'));
  await eventually(async () => (await engine.archive.status(run))?.state === 'delivered');
  await worker.stop();
  const released = (await engine.archive.history(run)).find(({ event }) => event === 'released');
  expect(released).toMatchObject({ why: 'the client knows', revision: 1 });
  expect(released?.by).not.toBe(engine.actor);
  expect(await mails(environment)).toHaveLength(2);
});

test.each([
  ['no Redis is set', {}],
  ['Redis is away', { REDIS_URL: 'redis://127.0.0.1:1' }],
])(
  'a release is recorded while %s, and the next look of the scheduler delivers',
  async (_why, without) => {
    const environment = await shopEnvironment(3, newPrefix());
    const engine = await shop({ rows: 332, expect: { rows: { exact: 333 } } }, { ...environment, ...without });
    await runInline([askFor(engine, 'shop/checked')], engine);
    expect(await decideHeld('released', run, 'the client knows', engine)).toContain('the next look of a scheduler');
    expect((await engine.archive.status(run))?.state).toBe('delivering');
    const later = await loadShop({ ...environment, REDIS_URL: inject('redisUrl') });
    const queues = await testQueues(later.settings.queuePrefix.slice(1, -1));
    const worker = await startWorker(later, inject('redisUrl'));
    await audit(schedulerDeps(later, queues));
    await eventually(async () => (await engine.archive.status(run))?.state === 'delivered');
    await worker.stop();
  },
  60_000,
);

test('rejected, it never goes; a run that is not held can be neither', async () => {
  const environment = await shopEnvironment();
  const engine = await shop({ rows: 1, expect: { rows: { min: 2 } } }, environment);
  await runInline([askFor(engine, 'shop/checked')], engine);
  await decideHeld('rejected', run, 'half of it is missing', engine);
  expect(await engine.archive.status(run)).toMatchObject({ state: 'cancelled', why: 'half of it is missing' });
  await expect(decideHeld('released', run, 'no', engine)).rejects.toMatchObject({ code: 'BAD_RUN_REQUEST' });
  await runInline([askFor(engine, 'shop/checked')], engine);
  expect(await mails(environment)).toEqual([]);
});

test('a breach that only warns is recorded, and the file goes', async () => {
  const engine = await shop({ rows: 1, expect: { rows: { min: 2, onBreach: 'warn' } } }, await shopEnvironment());
  const [report] = await runInline([askFor(engine, 'shop/checked')], engine);
  expect(report?.state).toBe('delivered');
  expect(await engine.archive.history(run)).toContainEqual(
    expect.objectContaining({ event: 'warned', warnings: ['1 rows, expected at least 2'] }),
  );
});

test('without rows a note goes by mail, without the file, and folders get nothing', async () => {
  const environment = await shopEnvironment();
  const engine = await shop({ rows: 0, expect: { empty: 'note' } }, environment);
  const [report] = await runInline([askFor(engine, 'shop/checked')], engine);
  expect(report?.state).toBe('delivered');
  const notes = await mails(environment);
  expect(notes).toHaveLength(2);
  for (const note of notes) {
    expect(note.text).toContain("Aucune donnée pour l'export « Vérifié » du 25/07/2013");
    expect(note.attachments).toEqual([]);
  }
  expect(await readdir(environment['FOLDERS_DIR']!).catch(() => [])).toEqual([]);
});

test('an abnormal volume is held: the delivered files of the same weekday say what is normal', async () => {
  const engine = await shop({ rows: 100, expect: { volume: { percent: 20 } } }, await shopEnvironment());
  const make = async (date: string, rows: number): Promise<string | undefined> => {
    change(engine, { rows, expect: { volume: { percent: 20 } } });
    const [report] = await runInline([askFor(engine, 'shop/checked', { date })], engine);
    return report?.state;
  };
  for (const [date, rows] of [
    ['2013-07-04', 100],
    ['2013-07-06', 5],
    ['2013-07-11', 110],
    ['2013-07-13', 5],
    ['2013-07-18', 90],
  ] as const) {
    expect(await make(date, rows)).toBe('delivered');
  }
  expect(await make('2013-07-25', 79)).toBe('held');
  expect(await make('2013-08-01', 120)).toBe('delivered');
  expect((await engine.archive.status('shop/checked/2013-07-25'))?.why).toBe(
    '79 rows, expected 80 to 120 (median of 3 files of this weekday: 100, ±20 %)',
  );
});

test.each([
  [332, 'held'],
  [333, 'delivering'],
])('barometre-qualite with %i subscribers is %s', async (count, state) => {
  const company = await onSqlite();
  onTestFinished(() => company.close());
  const source = await company.hold({ fiches: subscribers(count, 'SENEGAL') });
  const registry = await loadRegistry(null);
  const engine = { ...(await loadShop(await shopEnvironment())), registry };
  const asked = askFor(engine, 'canal/barometre-qualite');
  const delivered: string[] = [];
  const deps = runDeps(engine, async (run) => void delivered.push(run));
  await processRun(
    { v: 1, runId: asked.run, revision: 1, trigger: 'schedule', late: false, giveUpAt: null, why: null },
    newAttempt(),
    { ...deps, source: () => source },
  );
  expect(await engine.archive.status(asked.run)).toMatchObject({ state, published: [{ rows: count }] });
  expect(delivered).toEqual(state === 'held' ? [] : [asked.run]);
});
