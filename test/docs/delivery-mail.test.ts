import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import PostalMime, { type Email } from 'postal-mime';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { runInline } from '../../src/commands/run-inline.ts';
import { defaultMailText } from '../../src/lib/delivery/mail/mail-words.ts';
import { parseSmtpUrl } from '../../src/lib/delivery/mail/smtp-server.ts';
import { folder, mail, type TargetSpec } from '../../src/lib/delivery/target-spec.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { operationProblems } from '../../src/lib/exports/loading/validate-operation.ts';
import { askFor } from '../support/ask.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { codeBlocks, tableRows } from '../support/markdown.ts';

const page = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8');
const section = page.split(/^## /m).find((part) => part.startsWith('mail\n')) ?? '';
const examples = codeBlocks(section).filter(({ language }) => language === 'ts');

/** The fields that an example is about, each as it would stand in operation.ts. */
function read(code: string): Record<string, unknown> {
  return runInNewContext(`({ ${code} })`, { folder, mail }) as Record<string, unknown>;
}

function targets(part: string): Record<string, TargetSpec> {
  const code = examples.find((example) => example.code.includes(part))?.code ?? '';
  // The words of the example make nothing but targets.
  return read(code) as Record<string, TargetSpec>;
}

/** What the shop's people get when their operation has these targets, from an export of so many bytes. */
async function delivered(declared: Record<string, TargetSpec>, name: string, bytes: number) {
  const environment = await shopEnvironment();
  const plain = await loadShop(environment);
  const { operation, tables, ...rest } = findExport(plain.registry, 'shop/checked');
  const made = Object.assign(Object.create(rest.export), { deliver: [name], expect: {} }) as typeof rest.export;
  const rows = Array.from({ length: Math.ceil(bytes / 10_000) }, (_, n) => ({ n, note: 'x'.repeat(10_000) }));
  const code = tables.map((table) => ({ ...table, query: { kind: 'code', rows: () => rows } as const }));
  const definition = { ...rest, tables: code, export: made, operation: { ...operation, targets: declared } };
  const engine = { ...plain, registry: new Map([[definition.id, definition]]) };
  const [report] = await runInline([askFor(engine, 'shop/checked')], engine);
  expect(report).toMatchObject({ state: 'delivered' });
  const outbox = environment['OUTBOX_DIR']!;
  const names = await readdir(outbox);
  const mails = await Promise.all(names.map(async (each) => PostalMime.parse(await readFile(join(outbox, each)))));
  return { mails, folders: environment['FOLDERS_DIR']! };
}

const envelopes = (mails: readonly Email[]): string[] =>
  mails.map(({ headers }) => headers.find(({ key }) => key === 'x-envelope-to')?.value ?? '').sort();

test('the examples of the mail section make one sound operation', () => {
  const isTargets = (code: string): boolean => /^\w+: mail\(/.test(code);
  const declared = Object.assign({}, ...examples.filter(({ code }) => isTargets(code)).map(({ code }) => read(code)));
  const others = Object.assign({}, ...examples.filter(({ code }) => !isTargets(code)).map(({ code }) => read(code)));
  expect(Object.keys(others).sort()).toEqual(['clearMail', 'mailDomains']);
  const operation = { title: 't', zone: 'Europe/Paris', locale: 'fr', sources: ['canal'], settings: {} };
  expect(operationProblems('canal', { ...operation, ...others, targets: declared })).toEqual([]);
  expect(
    operationProblems('canal', { ...operation, ...others, targets: declared, mailDomains: ['other.example'] }),
  ).toHaveLength(4);
});

test('the first example of the page is sound', () => {
  const [code = ''] = codeBlocks(page)[0]?.code.split('// exports/canal/fiches') ?? [];
  const operation = { title: 't', zone: 'Europe/Paris', locale: 'fr', sources: ['canal'], settings: {} };
  expect(operationProblems('canal', { ...operation, ...read(code) })).toEqual([]);
});

test('the example of a mail reaches everyone it names, and names no one of bcc', async () => {
  const { mails } = await delivered(targets('bcc:'), 'reporting', 20_000);
  expect(envelopes(mails)).toEqual(['archive@appels.example', 'chef@canal.example', 'reporting@canal.example']);
  for (const each of mails) {
    expect([each.to, each.cc, each.bcc]).toEqual([
      [{ name: 'Reporting', address: 'reporting@canal.example' }],
      [{ name: '', address: 'chef@canal.example' }],
      undefined,
    ]);
    expect(each.attachments).toHaveLength(1);
  }
});

test('the example of large files attaches a small one, and lays a large one where the mail says', async () => {
  const small = await delivered(targets('above:'), 'client', 20_000);
  expect(small.mails.map(({ attachments }) => attachments.length)).toEqual([1]);
  const large = await delivered(targets('above:'), 'client', 8_000_000);
  const [laid = ''] = await readdir(join(large.folders, 'canal/depot'));
  expect(large.mails.map(({ attachments }) => attachments)).toEqual([[]]);
  expect(large.mails[0]?.text).toContain(`https://partage.canal.example/depot/${laid}`);
});

test('the words of the page are the words of a mail', () => {
  const quoted = [...section.matchAll(/^> ?(.*)$/gm)].map(([, line = '']) => line);
  const day = Temporal.PlainDate.from('2013-07-25').toZonedDateTime('Africa/Dakar');
  const file = { title: 'Fiches clôturées', fileName: 'export_fiches_cloturees_20130725.csv', rows: 1234, revision: 1 };
  const whole = { attached: true, where: null, opensWith: null, late: false, notReady: null };
  const interval = { intervalId: '2013-07-25', from: day, to: day.add({ days: 1 }), params: {} };
  const { subject, text } = defaultMailText({ ...file, ...whole, ...interval }, 'fr');
  expect(quoted.join('\n').replaceAll('*', '')).toBe(`${subject}\n\n${text}`.trimEnd().replaceAll('\u202F', ' '));
});

test('every form of SMTP_URL on the page is understood as it says', () => {
  const forms = tableRows(section.split('| `SMTP_URL` |')[1]?.split('\n\n')[0] ?? '').map(([cell = '']) =>
    cell.replaceAll('`', '').replace('…', 'smtps://mail.example'),
  );
  expect(
    forms.map((form) => parseSmtpUrl(form)).map(({ encryption, port, caFile }) => [encryption, port, caFile]),
  ).toEqual([
    ['starttls', 587, null],
    ['tls', 465, null],
    ['tls', 465, '/run/secrets/mail-ca.pem'],
    ['none', 25, null],
  ]);
});
