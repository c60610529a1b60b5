import ExcelJS from 'exceljs';
import { afterEach, expect, test } from 'vitest';
import { buildXlsx, column, removeWorkbooks } from './support.ts';

afterEach(removeWorkbooks);

test('a table with a column of each kind reads back as it was sent', async () => {
  const { path, written } = await buildXlsx([
    {
      columns: [
        column('Nom', 'text'),
        column('Tél', 'text'),
        column('N', 'integer'),
        column('Montant', 'decimal', { scale: 2 }),
        column('Date', 'date'),
        column('Appel', 'datetime'),
        column('Oui', 'boolean'),
        column('Octets', 'binary'),
      ],
      rows: [
        ['Ndèye <&> "x"', '+221771234567', '42', '-0.50', '2024-03-31', '2024-03-31 02:30:00', '1', 'ab'],
        [null, '00221', '1234567890123456', '1.01', '1899-12-31', '0000-00-00 00:00:00', '0', null],
      ],
      total: { label: 'Total', sums: [2, 3] },
    },
  ]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const rows: unknown[][] = [];
  workbook.worksheets[0]?.eachRow((row) => rows.push(Array.from({ length: 8 }, (_, i) => row.getCell(i + 1).value)));
  expect(rows).toEqual([
    ['Nom', 'Tél', 'N', 'Montant', 'Date', 'Appel', 'Oui', 'Octets'],
    [
      ...['Ndèye <&> "x"', '+221771234567', 42, -0.5],
      ...[new Date('2024-03-31T00:00:00Z'), new Date('2024-03-31T02:30:00Z'), true, '6162'],
    ],
    [null, '00221', '1234567890123456', 1.01, '1899-12-31', null, false, null],
    ['Total', null, '1234567890123498', 0.51, null, null, null, null],
  ]);
  expect(written.sheets).toEqual([{ name: 'Données', rows: 2, columns: 8 }]);
  expect(written.counters).toMatchObject({ zeroDates: 1, numbersAsText: 2 });
});
