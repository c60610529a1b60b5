import { expect, inject, onTestFinished, test } from 'vitest';
import { foldDelivery } from '../../src/lib/archive/delivery-state.ts';
import { eventually } from '../support/eventually.ts';
import { startMailServer } from '../support/mail-server.ts';
import { type Cli, exitOf, shopProcesses } from '../support/shop-processes.ts';

const run = 'shop/orders/2013-07-25';

type Step = 'connection' | 'recipient' | 'message whole' | 'answered';

/** A worker that is killed when the mail server sees this step of the mail to ada, and another that goes on. */
async function killedAt(step: Step) {
  let worker: Cli | null = null;
  const forAda = (address: string | undefined): boolean => address?.startsWith('ada@') === true;
  const killAt = (seen: Step, meant = true): void => {
    if (seen === step && meant) worker?.kill('SIGKILL');
  };
  const server = await startMailServer(
    {
      onConnect(_session, done) {
        killAt('connection');
        done();
      },
      onMailFrom(_address, _session, done) {
        killAt('answered', server.accepted.length > 0);
        done();
      },
      onRcptTo({ address }, _session, done) {
        killAt('recipient', forAda(address));
        done();
      },
    },
    async (address) => {
      killAt('message whole', forAda(address));
      return null;
    },
  );
  onTestFinished(server.close);
  const shop = await shopProcesses(inject('redisUrl'), { SMTP_URL: `smtp://127.0.0.1:${server.port}?tls=none` });
  await shop.queue(run);
  worker = shop.worker();
  expect(await exitOf(worker)).toBe(null);
  worker = null;
  shop.worker();
  const state = await eventually(async () => {
    const status = await shop.archive.status(run);
    return status?.state === 'delivered' || status?.state === 'partial' ? status.state : null;
  }, 40_000);
  const { parts } = foldDelivery(await shop.archive.deliveries(run, 1, 'people'));
  const received = (name: string): number =>
    server.received.filter(({ recipients }) => recipients[0]?.startsWith(`${name}@`)).length;
  return {
    state,
    ledger: parts.map((part) => part.state),
    received: [received('ada'), received('grace')],
  };
}

test.each<[Step, string[], number[]]>([
  ['connection', ['uncertain', 'sent'], [0, 1]],
  ['recipient', ['uncertain', 'sent'], [0, 1]],
  ['message whole', ['uncertain', 'sent'], [1, 1]],
  ['answered', ['sent', 'uncertain'], [1, 0]],
])(
  'faults 31: a worker killed at the step "%s" of a mail leaves one message or one marked uncertain, and the other its own',
  async (step, ledger, received) => {
    expect(await killedAt(step)).toEqual({ state: 'partial', ledger, received });
  },
  90_000,
);
