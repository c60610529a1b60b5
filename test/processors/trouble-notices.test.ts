import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { expect, inject, onTestFinished, test } from 'vitest';
import { runInline } from '../../src/commands/run-inline.ts';
import { mail } from '../../src/lib/delivery/target-spec.ts';
import { DeliveryUncertain } from '../../src/lib/errors/delivery-errors.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { type Engine, runDeps } from '../../src/processes/engine.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { recordDeliveryFailure } from '../../src/processors/deliver.ts';
import { processRun } from '../../src/processors/run.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { askFor } from '../support/ask.ts';
import { newAttempt } from '../support/attempts.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = 'shop/orders/2013-07-25';
const operators = mail({ to: ['grace@shop.example'], from: 'exports@bordereau.example' });
const quick = { firstDelayMs: 50, longestDelayMs: 50, attempts: 2 };

async function shop(): Promise<{ engine: Engine; prefix: string; environment: Record<string, string> }> {
  const prefix = newPrefix();
  const environment = await shopEnvironment(3, prefix);
  const engine = await loadShop(environment);
  const { operation } = findExport(engine.registry, 'shop/orders');
  Object.assign(operation, { operators });
  onTestFinished(() => void Reflect.deleteProperty(operation, 'operators'));
  return { engine, prefix, environment };
}

/** The mails to the operators, by subject. */
async function notices({ OUTBOX_DIR: outbox = '' }: Record<string, string>): Promise<Email[]> {
  const names = await readdir(outbox).catch(() => []);
  const mails = await Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))));
  return mails.filter(({ to }) => to?.some(({ address }) => address === 'grace@shop.example') === true && isNotice(to));
}

/** The file's own mail goes to several. */
const isNotice = (to: Email['to']): boolean => to?.length === 1;

test('a run that failed for good is told with its code, without rows and addresses', async () => {
  const { engine, prefix, environment } = await shop();
  const query = { kind: 'code', rows: () => [{ id: 1, customer: 'Awa Diop', phone: '+221771234567' }] };
  Object.assign(findExport(engine.registry, 'shop/orders').tables[0]!, { query });
  const queues = await testQueues(prefix);
  const worker = await startWorker(engine, inject('redisUrl'), quick);
  onTestFinished(async () => void (await worker.stop()));
  const wanted = { run, revision: 1, trigger: 'schedule', late: false, giveUpAt: null, why: null } as const;
  await queueRun(wanted, { ...engine, queues });
  await eventually(async () => (await engine.archive.history(run)).at(-1)?.event === 'told');
  const [notice, ...others] = await notices(environment);
  expect(others).toEqual([]);
  expect(notice?.subject).toBe(`Export en échec : ${run}`);
  expect(notice?.text).toContain('BAD_ROW');
  expect(notice?.text).toContain(`bordereau show ${run}`);
  expect(notice?.text).not.toMatch(/Awa|\+221|@/);
  expect(await engine.archive.openRuns()).toEqual([]);
});

test('a delivery that gave up makes the run partial, which is told once, with the names of the targets alone', async () => {
  const { engine, environment } = await shop();
  await writeFile(environment['FOLDERS_DIR']!, 'not a folder');
  await runInline([askFor(engine, 'shop/orders')], engine);
  expect(await engine.archive.status(run)).toMatchObject({ state: 'partial', untold: null });
  const [notice, ...others] = await notices(environment);
  expect(others).toEqual([]);
  expect(notice?.subject).toBe(`Envoi incomplet : ${run}`);
  expect(notice?.text).toContain('  share : abandonné\n');
  expect(notice?.text).toContain(`bordereau resend ${run} --missing`);
  expect(notice?.text).not.toMatch(/people|@/);
});

test('an uncertain delivery is told at once, while another one is still under way', async () => {
  const { engine, environment } = await shop();
  const targets: string[] = [];
  const deps = runDeps(engine, async (id, revision, names) => {
    targets.push(...names);
    const stamp = { at: engine.clock.now().toString(), by: 'test' };
    await engine.archive.record(id, { ...stamp, event: 'delivering', revision, targets: [...names] });
  });
  await engine.archive.recordFirst(run, {
    at: engine.clock.now().toString(),
    by: 'test',
    event: 'queued',
    revision: 1,
    trigger: 'manual',
    late: false,
    why: null,
  });
  await processRun(
    { v: 1, runId: run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null },
    newAttempt(),
    deps,
  );
  expect(targets).toEqual(['people', 'share']);
  const { code, message } = new DeliveryUncertain({ where: 'target people', got: 'silence after the last byte' });
  await engine.archive.recordDelivery(run, 1, 'people', {
    at: '2013-07-26T04:00:00Z',
    event: 'uncertain',
    code,
    message,
  });
  await recordDeliveryFailure(
    { v: 1, runId: run, revision: 1, target: 'people' },
    { code, message, final: true },
    deps,
  );
  const [notice, ...others] = await notices(environment);
  expect(others).toEqual([]);
  expect(notice?.text).toContain('  people : incertain, à vérifier auprès du destinataire\n');
  expect((await engine.archive.status(run))?.state).toBe('delivering');
});
