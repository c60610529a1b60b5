import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKey, readKey } from 'openpgp';
import PostalMime, { type Email } from 'postal-mime';
import { expect, inject, test } from 'vitest';
import { deliver } from '../../src/commands/deliver.ts';
import { lookAtTarget } from '../../src/commands/look-at-target.ts';
import type { Output } from '../../src/commands/output.ts';
import { runInline } from '../../src/commands/run-inline.ts';
import { verifyArchive } from '../../src/lib/archive/verify-archive.ts';
import { readSettings } from '../../src/lib/config/settings.ts';
import { aesZip, type Encryption, openPgp } from '../../src/lib/delivery/encryption/encryption.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { checkSeals } from '../../src/processes/check-seals.ts';
import { type Engine, runDeps } from '../../src/processes/engine.ts';
import { processDelivery } from '../../src/processors/deliver.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { askFor } from '../support/ask.ts';
import { quietAttempt } from '../support/attempt.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { gnuPgUser } from '../support/gnupg.ts';
import { keptLog } from '../support/logged.ts';
import { openZip } from '../support/seven-zip.ts';

const RUN = 'shop/orders/2013-07-25';
const PASSWORD = 'un mot de passe assez long';

/** The shop with targets that encrypt. */
async function shop(environment: Record<string, string>, encrypt: Record<string, Encryption>): Promise<Engine> {
  const engine = await loadShop(environment);
  const definition = findExport(engine.registry, 'shop/orders');
  const changed = Object.entries(definition.operation.targets).map(([name, spec]) => {
    const encryption = encrypt[name];
    return [name, encryption === undefined ? spec : { ...spec, encrypt: encryption }] as const;
  });
  return withOperation(engine, { targets: Object.fromEntries(changed) });
}

function withOperation(engine: Engine, changes: object): Engine {
  const definition = findExport(engine.registry, 'shop/orders');
  const operation = { ...definition.operation, ...changes };
  return { ...engine, registry: new Map([[definition.id, { ...definition, operation }]]) };
}

function listening(): Output & { said(): string } {
  let said = '';
  const line = (text = ''): void => void (said += `${text}\n`);
  return { line, note: () => {}, write: () => {}, live: false, said: () => said };
}

async function mailsIn(outbox: string): Promise<Email[]> {
  const names = (await readdir(outbox)).filter((name) => name.endsWith('.eml'));
  return await Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))));
}

test('nothing in clear reaches a target that encrypts, and each recipient can open what they get', async () => {
  const user = await gnuPgUser();
  const environment = { ...(await shopEnvironment()), OPENPGP_KEY_SHOP: user.publicKey, FILE_PASSWORD_SHOP: PASSWORD };
  const engine = await shop(environment, {
    share: openPgp({ key: 'shop', fingerprint: user.fingerprint }),
    people: aesZip({ password: 'shop' }),
  });
  const [report] = await runInline([askFor(engine, 'shop/orders')], engine);
  expect(report).toMatchObject({ state: 'delivered' });
  const plain = await readFile(report?.file ?? '');

  const share = join(engine.settings.foldersDir, 'share');
  expect(await readdir(share)).toEqual(['commandes_20130725.csv.pgp']);
  const sealed = join(share, 'commandes_20130725.csv.pgp');
  expect((await user.decrypt(sealed)).equals(plain)).toBe(true);
  expect((await readFile(sealed)).includes('Aïssata')).toBe(false);

  const mails = await mailsIn(engine.settings.outboxDir);
  const zips = mails.flatMap((mail) => mail.attachments);
  expect(zips.map(({ filename }) => filename)).toEqual(Array(2).fill('commandes_20130725.csv.zip'));
  for (const { text } of mails) expect(text).toContain('commandes_20130725.csv.zip');
  for (const { text } of mails) expect(text).toContain('protégé par un mot de passe');
  const copy = (await engine.archive.sealed.list(RUN, 1)).find(({ seal }) => seal === 'zip-shop');
  const path = engine.archive.sealed.path(RUN, copy!);
  const sent = await readFile(path);
  for (const { content } of zips) expect(Buffer.from(content as ArrayBuffer).equals(sent)).toBe(true);
  expect((await openZip(path, PASSWORD)).equals(plain)).toBe(true);

  const drifts: unknown[] = [];
  await verifyArchive(engine.archive, {}, (drift) => void drifts.push(drift));
  expect(drifts).toEqual([]);
}, 60_000);

test('sent again, a target has the same encrypted bytes, and a file removed for its age takes its copies along', async () => {
  const environment = { ...(await shopEnvironment()), FILE_PASSWORD_SHOP: PASSWORD };
  const engine = await shop(environment, { share: aesZip({ password: 'shop' }) });
  await runInline([askFor(engine, 'shop/orders')], engine);
  const manifest = (await engine.archive.manifest(RUN, 1))!;
  const [copy] = await engine.archive.sealed.list(RUN, 1);
  const [ledger] = (await engine.archive.deliveries(RUN, 1, 'share')).filter(({ event }) => event === 'sent');
  expect(ledger).toMatchObject({ detail: { outcome: 'new', sha256: copy?.file.sha256 } });

  await engine.archive.recordDelivery(RUN, 1, 'share', {
    at: '2013-07-26T05:00:00Z',
    event: 'again',
    by: 'a',
    why: 'b',
  });
  const job = { v: 1, runId: RUN, revision: 1, target: 'share' } as const;
  const nothing = (): Promise<void> => Promise.resolve();
  expect(await processDelivery(job, quietAttempt(), runDeps(engine, nothing))).toBe('sent');
  const again = (await engine.archive.deliveries(RUN, 1, 'share')).at(-1);
  expect(again).toMatchObject({ detail: { outcome: 'already there', sha256: copy?.file.sha256 } });

  expect(await engine.archive.removeArtifact(RUN, manifest)).toBe('removed');
  expect(await engine.archive.sealed.list(RUN, 1)).toEqual([copy]);
  await expect(readFile(engine.archive.sealed.path(RUN, copy!))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('--dry-run names the encrypted file and makes no copy', async () => {
  const environment = { ...(await shopEnvironment()), FILE_PASSWORD_SHOP: PASSWORD };
  const plain = await loadShop(environment);
  await runInline([askFor(plain, 'shop/orders')], plain);
  const engine = await shop(environment, { share: aesZip({ password: 'shop' }) });
  const output = listening();
  expect(await deliver(RUN, { target: 'share', dryRun: true }, engine, output)).toBe(0);
  expect(output.said()).toContain('commandes_20130725.csv.zip · ');
  expect(output.said()).toContain('before encryption');
  expect(await engine.archive.sealed.list(RUN, 1)).toEqual([]);
});

test('personal data is not sent in clear by hand either', async () => {
  const plain = await loadShop(await shopEnvironment());
  await runInline([askFor(plain, 'shop/orders')], plain);
  const engine = withOperation(plain, { clearMail: undefined });
  for (const options of [{ target: 'people' }, { target: 'people', to: 'me@shop.example' }]) {
    await expect(deliver(RUN, options, engine, listening())).rejects.toMatchObject({
      code: 'BAD_RUN_REQUEST',
      message: expect.stringContaining('a mail in clear, for personal data'),
    });
  }
});

test('a worker does not start without a key, and doctor says what is encrypted with what', async () => {
  const user = await gnuPgUser();
  const environment = await shopEnvironment();
  const encrypt = { share: openPgp({ key: 'shop', fingerprint: user.fingerprint }) };
  const without = await shop(environment, encrypt);
  await expect(startWorker(without, inject('redisUrl'))).rejects.toMatchObject({ code: 'SETTING_MISSING' });
  const engine = { ...without, settings: readSettings({ ...environment, OPENPGP_KEY_SHOP: user.publicKey }) };
  const { logger, lines } = keptLog();
  await checkSeals({ ...engine, logger });
  expect(lines).toEqual([]);
  const spec = findExport(engine.registry, 'shop/orders').operation.targets['share']!;
  const found = await lookAtTarget({ operationId: 'shop', name: 'share', spec }, engine, new AbortController().signal);
  expect(found).toMatchObject({ ok: true, detail: expect.stringContaining('encrypted: OpenPGP to ') });
});

test('a worker starts with a key that has expired, and the log says whose', async () => {
  const yesterday = new Date(Date.now() - 2 * 86_400_000);
  const options = { userIDs: [{ email: 'a@shop.example' }], date: yesterday, keyExpirationTime: 86_400 };
  const { publicKey } = await generateKey({ ...options, format: 'armored' });
  const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint();
  const environment = { ...(await shopEnvironment()), OPENPGP_KEY_SHOP: publicKey };
  const engine = await shop(environment, { share: openPgp({ key: 'shop', fingerprint }) });
  const { logger, lines } = keptLog();
  await checkSeals({ ...engine, logger });
  expect(lines).toEqual([
    { target: 'shop/share', code: 'ENCRYPTION_KEY_UNUSABLE', message: 'encryption key has expired' },
  ]);
  const [report] = await runInline([askFor(engine, 'shop/orders')], engine);
  expect(report).toMatchObject({ state: 'partial', why: 'missing: share' });
});
