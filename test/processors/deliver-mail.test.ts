import PostalMime from 'postal-mime';
import { expect, onTestFinished, test } from 'vitest';
import { showRun } from '../../src/commands/show.ts';
import { foldDelivery } from '../../src/lib/archive/delivery-state.ts';
import { BordereauError } from '../../src/lib/errors/bordereau-error.ts';
import { pooledConnections } from '../../src/lib/delivery/mail/smtp-pool.ts';
import type { SmtpServer } from '../../src/lib/delivery/mail/smtp-server.ts';
import { smtpTarget } from '../../src/lib/delivery/mail/smtp-target.ts';
import { mail } from '../../src/lib/delivery/target-spec.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { runDeps } from '../../src/processes/engine.ts';
import type { Attempt } from '../../src/processors/attempt.ts';
import { deliveryJobs } from '../../src/processors/delivery-job.ts';
import { recordDelivering } from '../../src/processors/request-deliveries.ts';
import { processRun } from '../../src/processors/run.ts';
import { newAttempt } from '../support/attempts.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { type Answer, type MailServer, reply, startMailServer } from '../support/mail-server.ts';
import { spoken } from '../support/spoken.ts';

const run = 'shop/orders/2013-07-25';
const SPEC = mail({
  to: ['un@client.example', 'deux@client.example', 'trois@client.example'],
  from: 'exports@shop.example',
});

/** What the mail server says: to a recipient, and to the whole message for them. */
interface Script {
  recipient?: (address: string) => Error | null;
  message?: Answer;
}

/** A published run of the shop on its way to three people, and a mail server that says what the script says now. */
async function shop(script: Script, changes: { whenUncertain?: 'again'; silenceMs?: number } = {}) {
  const server = await startMailServer(
    { onRcptTo: ({ address }, _session, done) => done(script.recipient?.(address) ?? null) },
    (address) => script.message?.(address) ?? Promise.resolve(null),
  );
  onTestFinished(server.close);
  const engine = await loadShop(await shopEnvironment());
  Object.assign(findExport(engine.registry, 'shop/orders').export, { whenUncertain: changes.whenUncertain ?? 'stop' });
  const settings: SmtpServer = {
    ...{ host: '127.0.0.1', port: server.port, encryption: 'none', login: null, caFile: null },
    setUpMs: 10_000,
    silenceMs: changes.silenceMs ?? 10_000,
  };
  const connections = pooledConnections();
  const deps = {
    ...runDeps(engine, (id, revision) => recordDelivering(engine, id, revision, ['people'])),
    target: () => smtpTarget('people', SPEC, { server: settings, connections, dkim: null }),
  };
  const payload = { v: 1, runId: run, revision: 1 } as const;
  const asked = { trigger: 'manual', late: false, giveUpAt: null, why: null } as const;
  await engine.archive.recordFirst(run, {
    at: '2013-07-26T04:00:00Z',
    by: 'test',
    event: 'queued',
    revision: 1,
    ...asked,
  });
  await processRun({ ...payload, ...asked }, newAttempt(), deps);
  const jobs = deliveryJobs(deps);
  return {
    archive: engine.archive,
    server,
    /** One attempt of the job; gives the code and class of the error it ends with, null when all have it. */
    attempt: async (change: Partial<Attempt> = {}): Promise<[string, string] | null> => {
      const attempt = newAttempt(change);
      try {
        await jobs.process({ ...payload, target: 'people' }, attempt);
        return null;
      } catch (error) {
        if (!(error instanceof BordereauError)) throw error;
        const nextAtMs = error.retry === 'permanent' ? null : 1;
        await jobs.failed?.({ ...payload, target: 'people' }, attempt, error, nextAtMs);
        return [error.code, error.retry];
      }
    },
    status: async () => foldDelivery(await engine.archive.deliveries(run, 1, 'people')),
    lines: async () =>
      (await engine.archive.deliveries(run, 1, 'people')).map((line) =>
        'recipient' in line ? `${line.event} ${line.recipient?.split('@')[0]}` : line.event,
      ),
    shown: async () => {
      const said = spoken();
      await showRun(engine.archive, run, { json: false }, said);
      return said.lines.join('\n');
    },
  };
}

const addressees = ({ accepted }: MailServer): (string | undefined)[] =>
  accepted.map(({ recipients }) => recipients[0]?.split('@')[0]);

test('each recipient is in the ledger before the first byte of their message leaves', async () => {
  const seen: string[][] = [];
  const { attempt, lines } = await shop({ recipient: () => (void lines().then((now) => seen.push(now)), null) });
  expect(await attempt()).toBeNull();
  expect(seen.map((now) => now.at(-1))).toEqual(['sending un', 'sending deux', 'sending trois']);
  expect(await lines()).toEqual([
    'planned',
    ...['sending un', 'sent un', 'sending deux', 'sent deux', 'sending trois', 'sent trois'],
  ]);
});

test('faults 33: one refused of three: the others have theirs, the run is partial, show names who is missing', async () => {
  const { attempt, archive, server, shown } = await shop({ recipient: refuse('deux', 550) });
  expect(await attempt()).toEqual(['DELIVERY_INCOMPLETE', 'permanent']);
  expect(addressees(server)).toEqual(['un', 'trois']);
  expect(await archive.status(run)).toMatchObject({ state: 'partial', why: 'missing: people' });
  expect(await shown()).toMatch(
    /r1 to people: given up · 2 of 3 sent\n.*\n +deux@client.example: given up · MAIL_REFUSED/,
  );
});

test('faults 32: one greylisted of three comes alone later, and nobody gets theirs twice', async () => {
  const script: Script = { recipient: refuse('deux', 451) };
  const { attempt, archive, server } = await shop(script);
  expect(await attempt()).toEqual(['MAIL_DEFERRED', 'busy']);
  expect(await attempt()).toEqual(['MAIL_DEFERRED', 'busy']);
  expect(await archive.status(run)).toMatchObject({ state: 'delivering' });
  script.recipient = () => null;
  expect(await attempt()).toBeNull();
  expect(addressees(server)).toEqual(['un', 'trois', 'deux']);
  expect(await archive.status(run)).toMatchObject({ state: 'delivered' });
});

test('one refused and one greylisted: the refused one is not asked about again', async () => {
  const asked: string[] = [];
  const script: Script = {
    recipient: (address) => {
      asked.push(address.split('@')[0] ?? '');
      return (address.startsWith('un') ? refuse('un', 550) : refuse('deux', 451))(address);
    },
  };
  const { attempt } = await shop(script);
  expect(await attempt()).toEqual(['MAIL_DEFERRED', 'busy']);
  script.recipient = (address) => (void asked.push(address.split('@')[0] ?? ''), null);
  expect(await attempt()).toEqual(['DELIVERY_INCOMPLETE', 'permanent']);
  expect(asked).toEqual(['un', 'deux', 'trois', 'deux']);
});

test('faults 31: no answer after the last byte: that one is uncertain, and sent again by nobody', async () => {
  const { attempt, archive, server, status } = await shop({ message: silentTo('deux') }, { silenceMs: 300 });
  expect(await attempt()).toEqual(['DELIVERY_UNCERTAIN', 'permanent']);
  expect(await attempt()).toEqual(['DELIVERY_UNCERTAIN', 'permanent']);
  expect([server.received.length, addressees(server)]).toEqual([3, ['un', 'trois']]);
  expect((await status()).parts.map(({ state }) => state)).toEqual(['sent', 'uncertain', 'sent']);
  expect(await archive.status(run)).toMatchObject({ state: 'partial' });
});

test('faults 31: where the export wants it sent again, it goes under the same Message-ID', async () => {
  const ids: (string | undefined)[] = [];
  const script: Script = { message: silentTo('deux') };
  const { attempt, archive, server } = await shop(script, { whenUncertain: 'again', silenceMs: 300 });
  expect(await attempt()).toEqual(['DELIVERY_UNANSWERED', 'transient']);
  delete script.message;
  expect(await attempt()).toBeNull();
  for (const { recipients, raw } of server.received) {
    if (recipients[0]?.startsWith('deux') === true) ids.push((await PostalMime.parse(raw)).messageId);
  }
  expect(ids).toEqual([expect.stringMatching(/^<shop\.orders/), ids[0]]);
  expect(addressees(server)).toEqual(['un', 'trois', 'deux']);
  expect(await archive.status(run)).toMatchObject({ state: 'delivered' });
});

test('a message that a dead worker may have sent goes again, and is marked, where the export wants it', async () => {
  const { attempt, archive, server, lines } = await shop({}, { whenUncertain: 'again' });
  const at = '2013-07-26T04:00:00Z';
  const recipients = [...SPEC.to];
  await archive.recordDelivery(run, 1, 'people', { at, event: 'planned', recipients });
  await archive.recordDelivery(run, 1, 'people', {
    at,
    event: 'sending',
    recipient: SPEC.to[0],
    by: 'dead',
    attempt: 1,
  });
  expect(await attempt()).toBeNull();
  expect(addressees(server)).toEqual(['un', 'deux', 'trois']);
  expect((await lines()).slice(1, 5)).toEqual(['sending un', 'uncertain un', 'sending un', 'sent un']);
});

test('a message that is never answered goes three times at most', async () => {
  const { attempt, server } = await shop({ message: silentTo('un') }, { whenUncertain: 'again', silenceMs: 300 });
  const codes = [await attempt(), await attempt(), await attempt(), await attempt()].map((error) => error?.[0]);
  expect(codes).toEqual([...Array(2).fill('DELIVERY_UNANSWERED'), ...Array(2).fill('DELIVERY_UNCERTAIN')]);
  expect(server.received).toHaveLength(3 + 2);
});

test('a worker that stops in the middle of a message says that it was not sent, and the next one sends it', async () => {
  const stop = new AbortController();
  const script: Script = {
    recipient: (address) => {
      if (address.startsWith('deux')) stop.abort(new Error('shutdown'));
      return null;
    },
  };
  const { attempt, server, lines } = await shop(script);
  await expect(attempt({ signal: stop.signal })).rejects.toThrow('shutdown');
  expect(await lines()).toEqual(['planned', 'sending un', 'sent un', 'sending deux', 'failed deux']);
  expect(await attempt()).toBeNull();
  expect(addressees(server)).toEqual(['un', 'deux', 'trois']);
});

test('a server that is away is asked once, not once for each recipient', async () => {
  const { attempt, server, status } = await shop({});
  await server.close();
  expect(await attempt()).toEqual(['TARGET_UNAVAILABLE', 'transient']);
  expect((await status()).parts.map(({ state }) => state)).toEqual(['failed', 'planned', 'planned']);
});

test('who was refused for good is tried again when somebody retries the job', async () => {
  const script: Script = { recipient: refuse('deux', 550) };
  const { attempt, server } = await shop(script);
  await attempt();
  script.recipient = () => null;
  expect(await attempt()).toBeNull();
  expect(addressees(server)).toEqual(['un', 'trois', 'deux']);
});

function refuse(who: string, code: number): (address: string) => Error | null {
  return (address) => (address.startsWith(`${who}@`) ? reply(code, '5.1.1 not here') : null);
}

function silentTo(who: string): Answer {
  return (address) => (address.startsWith(`${who}@`) ? new Promise(() => {}) : Promise.resolve(null));
}
