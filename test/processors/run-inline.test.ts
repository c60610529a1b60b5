import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import Database from 'libsql';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { makeRunId } from '../../src/lib/archive/run-id.ts';
import { requestedScope } from '../../src/lib/exports/making/run-scope.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { runInline } from '../../src/commands/run-inline.ts';
import type { AskedRun } from '../../src/commands/export.ts';
import type { Engine } from '../../src/processes/engine.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { shopExportsDir } from '../support/shop.ts';

function ask(engine: Engine, exportId: string, change: Partial<AskedRun> = {}): AskedRun {
  const definition = findExport(engine.registry, exportId);
  const scope = requestedScope(definition, { date: '2013-07-25' });
  const run = makeRunId(exportId, scope.intervalId);
  return { run, definition, scope, revision: 1, again: false, trigger: 'manual', why: null, ...change };
}

test('a run is built, proved, published with its manifest, and delivered to each target', async () => {
  const environment = await shopEnvironment();
  const engine = await loadShop(environment);
  const [report] = await runInline([ask(engine, 'shop/orders')], engine);

  const manifest = await engine.archive.manifest('shop/orders/2013-07-25', 1);
  const content = await readFile(report?.file ?? '', 'utf8');
  expect(report).toMatchObject({ state: 'delivered', rows: 3, sha256: manifest?.file.sha256 });
  expect(content).toBe(
    `\uFEFFid;customer;phone;amount;placed_at\r\n${[0, 1, 2]
      .map((n) => `${10 + n};"Aïssata; ""N°${n}""";+221771234567;12,50;25/07/2013 08:00:00\r\n`)
      .join('')}`,
  );
  expect(await readFile(join(environment['FOLDERS_DIR']!, 'share', 'commandes_20130725.csv'), 'utf8')).toBe(content);
  const mails = (await readdir(environment['OUTBOX_DIR']!)).filter((name) => name.endsWith('.eml'));
  const parsed = await Promise.all(
    mails.map(async (name) => PostalMime.parse(await readFile(join(environment['OUTBOX_DIR']!, name)))),
  );
  expect(parsed.map((mail) => Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString('utf8'))).toEqual(
    parsed.map(() => content),
  );
  expect(parsed.length).toBeGreaterThan(0);
  expect((await engine.archive.history('shop/orders/2013-07-25')).map(({ event }) => event)).toEqual([
    'queued',
    'started',
    'published',
    'delivering',
    'delivered',
  ]);
});

test('what is published is used again, and what was sent is not sent again', async () => {
  const environment = await shopEnvironment();
  const engine = await loadShop(environment);
  await runInline([ask(engine, 'shop/orders')], engine);
  const before = await readdir(environment['OUTBOX_DIR']!);
  const [again] = await runInline([ask(engine, 'shop/orders')], engine);
  expect(again?.state).toBe('delivered');
  expect(await readdir(environment['OUTBOX_DIR']!)).toEqual(before);
  expect((await engine.archive.status('shop/orders/2013-07-25'))?.published).toHaveLength(1);
});

test('asked for again it becomes a new revision beside the old one, which its mail says', async () => {
  const environment = await shopEnvironment();
  const engine = await loadShop(environment);
  await runInline([ask(engine, 'shop/orders')], engine);
  const [report] = await runInline(
    [ask(engine, 'shop/orders', { revision: 2, again: true, why: 'wrong figures' })],
    engine,
  );
  expect(report).toMatchObject({ state: 'delivered', revision: 2 });
  expect((await readdir(join(engine.archive.root, 'shop/orders/2013-07-25'))).sort()).toEqual([
    'deliveries',
    'r1',
    'r2',
    'run.jsonl',
  ]);
});

test('a file that does not meet its expectations is held, and data that is not ready is waited for', async () => {
  const environment = await shopEnvironment(0);
  const database = new Database(join(environment['SOURCE_SHOP_URL']!.slice('sqlite:'.length), 'shop.db'));
  database.exec('DELETE FROM orders');
  const engine = await loadShop(environment);
  const asked = ask(engine, 'shop/checked');
  const [waiting] = await runInline([asked], engine);
  expect(waiting).toMatchObject({ state: 'waiting', why: 'no orders yet', file: null });

  database.exec("INSERT INTO orders VALUES (1, 'a', 'b', '1', '2013-07-25 00:00:00')");
  database.close();
  const [held] = await runInline([asked], engine);
  expect(held).toMatchObject({ state: 'held', why: '4 rows, expected exactly 3', rows: 4 });
  expect(await readFile(held?.file ?? '', 'utf8')).toBe(
    "\uFEFFn;note\r\n1;'=cmd 1\r\n2;\r\n3;'=cmd 3\r\n4;'=cmd 4\r\n",
  );
});

test('columns that differ from the contract fail at once, name the difference, and leave no file', async () => {
  const environment = await shopEnvironment();
  const database = new Database(join(environment['SOURCE_SHOP_URL']!.slice('sqlite:'.length), 'shop.db'));
  database.exec(
    'ALTER TABLE orders RENAME TO old; CREATE VIEW orders AS SELECT id, customer AS client, phone, amount, placed_at FROM old',
  );
  database.close();
  const engine = await loadShop(environment);
  const [report] = await runInline([ask(engine, 'shop/orders')], engine);
  expect(report).toMatchObject({ state: 'failed', file: null });
  const status = await engine.archive.status('shop/orders/2013-07-25');
  expect(status?.error).toMatchObject({ retry: 'permanent' });
  expect(await readdir(join(engine.archive.root, 'shop/orders/2013-07-25'))).toEqual(['run.jsonl']);
});

test('a target that refuses leaves the run partial and names who is missing', async () => {
  const environment = await shopEnvironment();
  await writeFile(environment['FOLDERS_DIR']!, 'a file where a folder should be');
  const engine = await loadShop(environment);
  const [report] = await runInline([ask(engine, 'shop/orders')], engine);
  expect(report).toMatchObject({ state: 'partial', why: 'missing: share' });
});

test.each([
  ['XlsxExport', 'xlsx'],
  ['XlsExport', 'xls'],
])('an export that extends %s makes a workbook that reads back', async (base, extension) => {
  const environment = await shopEnvironment();
  const exportsDir = join(environment['ARCHIVE_DIR']!, '..', 'exports');
  await cp(shopExportsDir, exportsDir, { recursive: true });
  const definition = join(exportsDir, 'shop', 'orders.ts');
  const csv = await readFile(definition, 'utf8');
  await writeFile(definition, csv.replaceAll('CsvExport', base).replace('.csv', `.${extension}`));
  const engine = await loadShop({ ...environment, EXPORTS_DIR: exportsDir });
  const [report] = await runInline([ask(engine, 'shop/orders')], engine);
  expect(report).toMatchObject({ state: 'delivered', rows: 3 });
  const book = XLSX.read(await readFile(report?.file ?? ''));
  expect(book.SheetNames).toEqual(['Commandes']);
  const rows: unknown[] = XLSX.utils.sheet_to_json(book.Sheets['Commandes']!, { raw: false });
  expect(rows[0]).toMatchObject({ id: '10', customer: 'Aïssata; "N°0"', phone: '+221771234567', amount: '12.50' });
});
