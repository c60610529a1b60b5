import { Temporal } from 'temporal-polyfill';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { Clock } from '../../src/lib/clock.ts';
import { foldDelivery } from '../../src/lib/archive/delivery-state.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { scriptedMailServer } from '../support/scripted-mail-server.ts';

const run = 'shop/orders/2013-07-25';

/** A clock that is so far ahead of the one that jobs are queued by. */
function ahead(hours: number): Clock {
  return { now: () => Temporal.Now.instant().add({ hours }), monotonicMs: () => performance.now() };
}

test.each([
  [23, 'delivering', ['failed', 'failed']],
  [25, 'partial', ['given up', 'given up']],
])('a mail that is deferred %i hours after it was queued leaves the run %s', async (hours, state, parts) => {
  const prefix = newPrefix();
  const { port } = await scriptedMailServer('RCPT', { reply: '451 4.7.1 greylisted' });
  const environment = { ...(await shopEnvironment(3, prefix)), SMTP_URL: `smtp://127.0.0.1:${port}?tls=none` };
  const engine = await loadShop(environment, ahead(hours));
  const wanted = { run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;
  await queueRun(wanted, { ...engine, queues: await testQueues(prefix) });
  const worker = await startWorker(engine, inject('redisUrl'));
  onTestFinished(async () => void (await worker.stop()));
  const ledger = await eventually(async () => {
    const events = await engine.archive.deliveries(run, 1, 'people');
    const last = events.at(-1);
    return last?.event === 'failed' && last.recipient === undefined ? events : null;
  });
  expect(foldDelivery(ledger).parts.map((part) => part.state)).toEqual(parts);
  await eventually(async () => (await engine.archive.status(run))?.state === state);
});
