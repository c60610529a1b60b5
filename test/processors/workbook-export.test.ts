import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { runInline } from '../../src/commands/run-inline.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { requestedScope } from '../../src/lib/exports/making/run-scope.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';

const OPERATION = `import { operation } from 'bordereau';
export default operation({ title: 'Shop', zone: 'Africa/Dakar', locale: 'fr', sources: ['shop'], targets: {}, settings: {} });`;

const BILLING = `import { WorkbookExport, decimal, integer, sheet, sql, text } from 'bordereau';
export default class Billing extends WorkbookExport {
  title = 'Facturation'; source = 'shop'; schedule = null; fileName = 'facturation_{from:yyyyMMdd}.xlsx'; deliver = [];
  sheets = [
    sheet('Synthèse', { query: sql(import.meta, 'summary.sql'), columns: [text('customer'), integer('orders'), decimal('amount', 2)],
      total: { label: 'Total', sums: ['orders', 'amount'] } }),
    sheet('Détail', { query: sql(import.meta, 'detail.sql'), columns: [integer('id'), decimal('amount', 2)] }),
  ];
  expect = { equalTotals: [{ sheet: 'Synthèse', column: 'amount', equals: { sheet: 'Détail', column: 'amount' } }] };
}`;

const PERIOD = 'FROM shop.orders WHERE placed_at >= :from AND placed_at < :to';

const DETAIL = `SELECT id, amount ${PERIOD} ORDER BY id`;
const run = 'shop/billing/2013-07-25';

/** Makes the workbook of 250 orders, with this query of the second sheet. */
async function makeBilling(detail: string) {
  const environment = await shopEnvironment(250);
  const folder = join(environment['ARCHIVE_DIR']!, '..', 'exports', 'shop');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'operation.ts'), OPERATION);
  await writeFile(join(folder, 'billing.ts'), BILLING);
  await writeFile(
    join(folder, 'summary.sql'),
    `SELECT customer, COUNT(*) AS orders, SUM(amount) AS amount ${PERIOD} GROUP BY customer ORDER BY customer`,
  );
  await writeFile(join(folder, 'detail.sql'), detail);
  const engine = await loadShop({ ...environment, EXPORTS_DIR: join(folder, '..') });
  const definition = findExport(engine.registry, 'shop/billing');
  const scope = requestedScope(definition, { date: '2013-07-25' });
  const [report] = await runInline(
    [{ run, definition, scope, revision: 1, again: false, trigger: 'manual', why: null }],
    engine,
  );
  return { engine, report };
}

test('a workbook of several sheets has each query on its sheet and a total that equals the detail', async () => {
  const { engine, report } = await makeBilling(DETAIL);

  expect(report).toMatchObject({ state: 'delivered', rows: 500 });
  const book = new ExcelJS.Workbook();
  const bytes = await readFile(report?.file ?? '');
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  expect(book.worksheets.map(({ name }) => name)).toEqual(['Synthèse', 'Détail']);
  const [summary, detail] = book.worksheets;
  const total = summary!.getRow(252);
  expect([1, 2, 3].map((cell) => total.getCell(cell).value)).toEqual(['Total', 250, 3125]);
  expect(detail!.rowCount).toBe(251);
  const manifest = await engine.archive.manifest(run, 1);
  expect(manifest?.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ['Synthèse', 250],
    ['Détail', 250],
  ]);
  expect(manifest?.totals).toEqual([
    { sheet: 'Synthèse', column: 'amount', total: '3125.00' },
    { sheet: 'Détail', column: 'amount', total: '3125.00' },
  ]);
});

test('a workbook whose sheets do not add up to the same is held, with both totals', async () => {
  const { engine, report } = await makeBilling(`${DETAIL} LIMIT 249`);

  expect(report).toMatchObject({ state: 'held' });
  const status = await engine.archive.status(run);
  expect(status?.why).toBe('the total of amount on "Synthèse" is 3125.00, that of amount on "Détail" 3112.50');
});
