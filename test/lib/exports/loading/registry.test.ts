import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BadDefinitions, type DefinitionProblem } from '../../../../src/lib/errors/definition-errors.ts';
import { findExport, loadRegistry, ownExportsDir } from '../../../../src/lib/exports/loading/load-registry.ts';
import { shopExportsDir } from '../../../support/shop.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const OPERATION = `import { mail, operation } from 'bordereau';
export default operation({ title: 'Shop', zone: 'Africa/Dakar', locale: 'fr', sources: ['shop'], settings: {},
  clearMail: { why: 'invented data', agreedBy: 'the shop', on: '2013-07-01' },
  targets: { people: mail({ to: ['ada@shop.example'], from: 'exports@shop.example' }) } });`;

const EXPORT = `import { CsvExport, daily, sql, text } from 'bordereau';
export default class Good extends CsvExport {
  title = 'Good'; source = 'shop'; query = sql(import.meta, 'good.sql'); columns = [text('a')];
  schedule = daily({ between: ['04:00', '08:00'] }); fileName = 'good_{from:yyyyMMdd}.csv'; deliver = ['people'];
}`;

/** Loads a folder of definitions made of these files, beside this project so that 'bordereau' is found. */
async function load(files: Record<string, string>): Promise<readonly DefinitionProblem[]> {
  const root = join(await tempFolder(), 'exports');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), content);
  }
  try {
    await loadRegistry(root);
    return [];
  } catch (error) {
    if (error instanceof BadDefinitions) return error.problems;
    throw error;
  }
}

const good = {
  'shop/operation.ts': OPERATION,
  'shop/good.ts': EXPORT,
  'shop/good.sql': 'SELECT a FROM t WHERE d >= :from',
};

test('the definitions of the company are found by themselves and are sound', async () => {
  const registry = await loadRegistry(null);
  expect([...registry.keys()]).toContain('canal/fiches-cloturees');
  expect([...registry.keys()]).toEqual([...registry.keys()].sort());
  expect((await loadRegistry(ownExportsDir)).size).toBe(registry.size);
});

test('a folder of another company stands in for ours', async () => {
  expect([...(await loadRegistry(shopExportsDir)).keys()]).toContain('shop/orders');
});

test('a sound folder has no problems', async () => {
  expect(await load(good)).toEqual([]);
});

test('every problem of every file is told at once, with its field, what was got, what is expected and what was meant', async () => {
  const problems = await load({
    ...good,
    'shop/bad.ts': `import { CsvExport, sql, text } from 'bordereau';
      export default class Bad extends CsvExport {
        title = ''; source = 'shopp'; query = sql(import.meta, 'missing.sql'); columns = [text('a')];
        schedule = { kind: 'daily', between: ['04:00', '25:00'] }; fileName = 'bad_{form:yyyy}.csv'; deliver = ['poeple'];
        profile = 'robott'; overlap = 'skipp'; deilver = [];
      }`,
    'shop/unused.ts': EXPORT.replaceAll('Good', 'Unused')
      .replaceAll('good', 'unused')
      .replace('deliver =', 'parameters() { return { segment: 1 }; } deliver ='),
    'shop/unused.sql': 'SELECT a FROM t WHERE d >= :form',
    'other/good.ts': EXPORT,
  });
  const told = problems.map(({ file, field, didYouMean }) => [file, field.replace(/\..*/, ''), didYouMean]);
  expect(told).toEqual(
    expect.arrayContaining([
      ['other', 'operation', undefined],
      ['shop/bad.ts', 'title', undefined],
      ['shop/bad.ts', 'source', 'shop'],
      ['shop/bad.ts', 'query', undefined],
      ['shop/bad.ts', 'schedule', undefined],
      ['shop/bad.ts', 'fileName', undefined],
      ['shop/bad.ts', 'deliver', 'people'],
      ['shop/bad.ts', 'profile', 'robot'],
      ['shop/bad.ts', 'overlap', 'skip'],
      ['shop/bad.ts', 'deilver', 'deliver'],
      ['shop/unused.ts', 'query', undefined],
    ]),
  );
  expect(problems.find(({ file, got }) => file === 'shop/unused.ts' && got.includes(':form'))?.got).toContain('from');
});

test('a class that is not the default export, and a module that does not load, are told', async () => {
  const problems = await load({
    ...good,
    'shop/named.ts': EXPORT.replace('export default class', 'export class'),
    'shop/broken.ts': "import './nowhere.ts';",
  });
  expect(problems.map(({ file, field }) => [file, field])).toEqual([
    ['shop/broken.ts', 'module'],
    ['shop/named.ts', 'export'],
  ]);
});

test('an operation in an unknown zone, or with an address that is none, is told without the address', async () => {
  const problems = await load({
    'shop/operation.ts': OPERATION.replace('Africa/Dakar', 'Africa/Daker').replace('ada@shop.example', 'ada at canary'),
  });
  expect(problems).toMatchObject([
    { field: 'targets.people.to.0', got: 'another text', expected: 'a mail address' },
    { field: 'zone', got: '"Africa/Daker"', didYouMean: 'Africa/Dakar' },
  ]);
});

test('totals to be equal must be of sheets and columns that there are', async () => {
  const billing = (
    one: string,
    equals: string,
  ) => `import { WorkbookExport, integer, sheet, sql, text } from 'bordereau';
    export default class Billing extends WorkbookExport {
      title = 'Billing'; source = 'shop'; schedule = null; fileName = 'billing.xlsx'; deliver = [];
      sheets = [
        sheet('Sum', { query: sql(import.meta, 'good.sql'), columns: [text('who'), integer('calls')] }),
        sheet('Detail', { query: sql(import.meta, 'good.sql'), columns: [text('day'), integer('calls')] }),
      ];
      expect = { equalTotals: [{ ${one}, equals: { ${equals} } }] };
    }`;
  const found = async (one: string, equals: string) => {
    const problems = await load({ ...good, 'shop/billing.ts': billing(one, equals) });
    return problems.map(({ field, didYouMean }) => [field, didYouMean]);
  };
  expect(await found("sheet: 'Sum', column: 'calls'", "sheet: 'Detail', column: 'calls'")).toEqual([]);
  expect(await found("sheet: 'Summ', column: 'calls'", "sheet: 'Detail', column: 'call'")).toEqual([
    ['expect.equalTotals.0.sheet', 'Sum'],
    ['expect.equalTotals.0.equals.column', 'calls'],
  ]);
  expect(await found("sheet: 'Sum', column: 'who'", "sheet: 'Detail'")).toEqual([
    ['expect.equalTotals.0.equals.column', undefined],
  ]);
  const csv = EXPORT.replace(
    'deliver =',
    "expect = { equalTotals: [{ sheet: '', column: 'a', equals: { sheet: '', column: 'a' } }] }; deliver =",
  );
  expect((await load({ ...good, 'shop/good.ts': csv })).map(({ field }) => field)).toEqual(['expect.equalTotals']);
});

test('a total row adds up numbers only', async () => {
  const total = (column: string) =>
    EXPORT.replace('CsvExport, daily, sql, text', 'XlsxExport, daily, sql, duration, integer')
      .replace('CsvExport', 'XlsxExport')
      .replace('.csv', '.xlsx')
      .replace("text('a')", column)
      .replace('deliver =', "total = { label: 'Total', sums: ['a'] }; deliver =");
  expect(await load({ ...good, 'shop/good.ts': total("integer('a')") })).toEqual([]);
  expect(await load({ ...good, 'shop/good.ts': total("duration('a')") })).toMatchObject([
    { field: 'total', got: '"a"' },
  ]);
});

test('an unknown export is told with the one that was meant', async () => {
  const registry = await loadRegistry(shopExportsDir);
  expect(() => findExport(registry, 'shop/ordres')).toThrow('Did you mean shop/orders?');
});
