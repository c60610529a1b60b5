import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, onTestFinished, test } from 'vitest';
import { runInline } from '../../src/commands/run-inline.ts';
import { mail } from '../../src/lib/delivery/target-spec.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { askFor } from '../support/ask.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';

const run = 'shop/orders/2013-07-25';

/** What the people of the shop get when a mail may have so many bytes. */
async function mailed(bytes: number, words: { subject: string; text: string } | null = null) {
  const environment = await shopEnvironment();
  const engine = await loadShop(environment);
  const { operation, export: made } = findExport(engine.registry, 'shop/orders');
  const { people } = operation.targets;
  const above = { bytes, target: 'share', where: 'https://partage.shop.example/{file}' };
  const to = ['ada@shop.example', 'grace@shop.example'];
  Object.assign(operation.targets, { people: mail({ to, from: 'exports@bordereau.example', above }) });
  Object.assign(made, { deliver: ['people'], mail: () => words });
  onTestFinished(() => {
    Object.assign(operation.targets, { people });
    Object.assign(made, { deliver: ['people', 'share'] });
    Reflect.deleteProperty(made, 'mail');
  });
  const [report] = await runInline([askFor(engine, 'shop/orders')], engine);
  expect(report?.state).toBe('delivered');
  const outbox = environment['OUTBOX_DIR']!;
  const mails = await Promise.all(
    (await readdir(outbox)).map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))),
  );
  expect(mails).toHaveLength(2);
  const share = await readdir(join(environment['FOLDERS_DIR']!, 'share')).catch(() => []);
  const ledger = await engine.archive.deliveries(run, 1, 'people');
  return { mail: mails[0]!, share, receipts: ledger.filter(({ event }) => event === 'sent') };
}

test('a file that makes the mail too large goes to the other target, and the mail says where it is', async () => {
  const { mail: sent, share, receipts } = await mailed(5000);
  expect(sent.attachments).toEqual([]);
  expect(sent.text).toContain('est trop volumineux pour un message');
  expect(sent.text).toContain('https://partage.shop.example/commandes_20130725.csv');
  expect(sent.html).toContain('<a href="https://partage.shop.example/commandes_20130725.csv">');
  expect(share).toEqual(['commandes_20130725.csv']);
  expect(receipts).toHaveLength(2);
  for (const receipt of receipts)
    expect(receipt).toMatchObject({ detail: { file: expect.stringContaining('share/commandes_20130725.csv') } });
});

test('a smaller one is attached', async () => {
  const { mail: sent, share } = await mailed(50_000);
  expect(sent.attachments.map(({ filename }) => filename)).toEqual(['commandes_20130725.csv']);
  expect([sent.text?.includes('partage'), share]).toEqual([false, []]);
});

test('the words of an export get the place added where they do not name it', async () => {
  const { mail: sent } = await mailed(5000, { subject: 'Commandes', text: 'Bonjour,\n\nVoici les commandes.\n' });
  expect(sent.text?.split(/\s*\n\s*/)).toEqual([
    ...['Bonjour,', 'Voici les commandes.', 'https://partage.shop.example/commandes_20130725.csv', ''],
  ]);
});
