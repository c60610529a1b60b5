import { afterEach, expect, test } from 'vitest';
import { buildXlsx, column, removeWorkbooks, type Value } from '../workbooks/build.ts';
import {
  hasCalc,
  hasOpenpyxl,
  readWithCalc,
  readWithExceljs,
  readWithOpenpyxl,
  readWithSheetJs,
  type Seen,
} from '../workbooks/read.ts';

afterEach(removeWorkbooks);

const columns = [
  column('Nom', 'text'),
  column('Tél', 'text'),
  column('N', 'integer'),
  column('Montant', 'decimal', { scale: 2 }),
  column('Jour', 'date'),
  column('Appel', 'datetime'),
  column('Durée', 'duration'),
  column('Oui', 'boolean'),
];
const rows: Value[][] = [
  ['  Ndèye & <œ€😀>\nligne 2 ', '00221771234567', '42', '-0.50', '2024-03-31', '2024-03-31 02:30:00', '36:00:00', '1'],
  ['=1+1', '+221', '1234567890123456', '1000000.00', '1899-12-31', '0000-00-00 00:00:00', '-01:00:00', '0'],
];
const tables = [
  { name: 'Synthèse', columns, rows, total: { label: 'Total', sums: [3] } },
  { name: 'Détail', columns: columns.slice(0, 3), rows: [['a', null, '7']] },
];
const titles = columns.map(({ header }) => header);
const seen: Seen[][] = [
  titles,
  [
    '  Ndèye & <œ€😀>\nligne 2 ',
    '00221771234567',
    42,
    -0.5,
    45382,
    expect.closeTo(45382 + 2.5 / 24, 9) as never,
    1.5,
    true,
  ],
  ['=1+1', '+221', '1234567890123456', 1_000_000, '1899-12-31', null, '-01:00:00', false],
  ['Total', null, null, 999_999.5, null, null, null, null],
];
const all = {
  Synthèse: seen,
  Détail: [
    ['Nom', 'Tél', 'N'],
    ['a', null, 7],
  ],
};

test('X22 SheetJS reads every value', async () => {
  expect(readWithSheetJs((await buildXlsx(tables)).bytes)).toEqual(all);
});

test('X22 exceljs reads every value', async () => {
  expect(await readWithExceljs((await buildXlsx(tables)).path)).toEqual(all);
});

test.runIf(hasOpenpyxl)('X22 openpyxl reads every value', async () => {
  expect(await readWithOpenpyxl((await buildXlsx(tables)).path)).toEqual(all);
});

test.runIf(hasCalc)('X22 LibreOffice shows every value as a person wants to see it', { timeout: 120_000 }, async () => {
  const { path } = await buildXlsx(tables);
  const [detail, summary] = await readWithCalc(path);
  expect(summary).toEqual([
    titles,
    [
      ...['  Ndèye & <œ€😀>\nligne 2 ', '00221771234567', '42', '-0.50', '31/03/2024', '31/03/2024 02:30:00'],
      ...['36:00:00', 'VRAI'],
    ],
    ['=1+1', '+221', '1234567890123456', '1000000.00', '1899-12-31', '', '-01:00:00', 'FAUX'],
    ['Total', '', '', '999999.50', '', '', '', ''],
  ]);
  expect(detail).toEqual([
    ['Nom', 'Tél', 'N'],
    ['a', '', '7'],
  ]);
});
