import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import { afterEach, expect, test } from 'vitest';
import { WorkbookLimitExceeded } from '../../../../src/lib/errors/workbook-errors.ts';
import { XLSX_LIMITS } from '../../../../src/lib/formats/workbook/sheet-limits.ts';
import { buildXlsx, column, removeWorkbooks, type Table, type Value } from '../workbooks/build.ts';
import { readParts, readWithExceljs, readWithSheetJs, sheetXml } from '../workbooks/read.ts';

afterEach(removeWorkbooks);

const columns = [column('Nom', 'text'), column('N', 'integer'), column('Jour', 'date')];
const row = (i: number): Value[] => [`fiche ${i}`, String(i), '2024-03-31'];
const rows = (count: number): Value[][] => Array.from({ length: count }, (_, i) => row(i + 1));
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('A10 X18 an empty result makes a sheet with its header', async () => {
  const { bytes, written } = await buildXlsx([{ columns, rows: [] }]);
  expect(readWithSheetJs(bytes)).toEqual({ Données: [['Nom', 'N', 'Jour']] });
  expect(written.sheets).toEqual([{ name: 'Données', rows: 0, columns: 3 }]);
  expect(await sheetXml(bytes)).toContain('<autoFilter ref="A1:C1"/>');
});

test('A11 A12 each column has a title, each title once', async () => {
  const titles = ['a', 'a', '', 'x < y & "z"\n_x0041_'].map((header) => column(header, 'text'));
  const { bytes, written } = await buildXlsx([{ columns: titles, rows: [['1', '2', '3', '4']] }]);
  expect(readWithSheetJs(bytes)['Données']?.[0]).toEqual(['a', 'a (2)', 'Colonne 3', 'x < y & "z"\n_x0041_']);
  expect(written.warnings).toEqual(['column 2 has the title of another column and was numbered']);
});

test('X15 the header is bold and frozen, the filter covers the rows, the widths fit the first rows', async () => {
  const wide = [
    column('Court', 'text'),
    column('Long', 'text'),
    column('Fixe', 'text', { width: 33 }),
    column('N', 'integer'),
  ];
  const { path } = await buildXlsx([
    {
      columns: wide,
      rows: [
        ['a', 'x'.repeat(90), 'b', '1'],
        ['y'.repeat(20), 'c', 'd', '2'],
      ],
    },
  ]);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const [sheet] = book.worksheets;
  expect(sheet!.views[0]).toMatchObject({ state: 'frozen', ySplit: 1, topLeftCell: 'A2' });
  expect(sheet!.autoFilter).toBe('A1:D3');
  expect(sheet!.columns.map(({ width }) => width)).toEqual([22, 60, 33, 8]);
  expect([sheet!.getCell('A1').font.bold, sheet!.getCell('A2').font.bold]).toEqual([true, undefined]);
});

test('X15 widths are measured on the first 200 rows, however they come, and not on the later ones', async () => {
  const values = rows(300).map(([name], i) => [i === 199 ? 'z'.repeat(40) : i === 200 ? 'z'.repeat(50) : name!]);
  const { path } = await buildXlsx([{ columns: [column('Nom', 'text')], rows: values }]);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  expect(book.worksheets[0]!.getColumn(1).width).toBe(42);
});

test('X14 X16 numbers kept as text show no warning, and the elements stand in order', async () => {
  const xml = await sheetXml((await buildXlsx([{ columns, rows: rows(3) }])).bytes);
  expect(xml).toContain('<ignoredErrors><ignoredError sqref="A1:C4" numberStoredAsText="1"/></ignoredErrors>');
  const order = [
    '<sheetViews>',
    '<sheetFormatPr',
    '<cols>',
    '<sheetData>',
    '<autoFilter',
    '<pageMargins',
    '<ignoredErrors>',
  ];
  const places = order.map((element) => xml.indexOf(element));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(xml).not.toContain('<dimension');
});

test('X17 the number of formats does not grow with the rows', async () => {
  const styles = async (count: number): Promise<string | undefined> =>
    (await readParts((await buildXlsx([{ columns, rows: rows(count) }])).bytes)).get('xl/styles.xml');
  expect(await styles(500)).toBe(await styles(1));
});

test('X19 several sheets are written one after another, each with its rows', async () => {
  const tables: Table[] = [
    { name: 'R&D <"é"> 😀', columns, rows: rows(2) },
    { name: 'Détail', columns: columns.slice(0, 2), rows: rows(3).map(([name, n]) => [name!, n!]) },
    { name: 'DÉTAIL', columns, rows: [] },
  ];
  const { path, bytes, written } = await buildXlsx(tables);
  const sheets = readWithSheetJs(bytes);
  expect(Object.keys(sheets)).toEqual(['R&D <"é"> 😀', 'Détail', 'DÉTAIL (2)']);
  expect(Object.keys(await readWithExceljs(path))).toEqual(Object.keys(sheets));
  expect(sheets['Détail']?.[3]).toEqual(['fiche 3', 3]);
  expect(written.sheets.map((sheet) => sheet.rows)).toEqual([2, 3, 0]);
  expect(written.warnings).toEqual(['sheet "DÉTAIL" is named "DÉTAIL (2)"']);
});

test('X21 the same rows give the same bytes, with fixed dates', async () => {
  const table = { columns, rows: rows(1000), total: { label: 'Total', sums: [1] } };
  const [first, second] = [await buildXlsx([table]), await buildXlsx([table])];
  expect(sha256(second.bytes)).toBe(sha256(first.bytes));
  expect(execFileSync('unzip', ['-l', first.path], { encoding: 'utf8' })).toMatch(/1980-01-01/);
  expect((await readParts(first.bytes)).get('docProps/core.xml')).not.toMatch(/created|modified/);
});

test('X21 the same rows in other chunks give the same bytes', async () => {
  const [first, second] = [
    await buildXlsx([{ columns, rows: rows(20_000) }]),
    await buildXlsx([{ columns, rows: rows(20_000), chunkRows: 7 }]),
  ];
  expect(sha256(second.bytes)).toBe(sha256(first.bytes));
});

test('X22 the archive pleases unzip, file and xmllint', async () => {
  const { path, bytes } = await buildXlsx([{ columns, rows: rows(100) }]);
  expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toContain('No errors');
  for (const xml of (await readParts(bytes)).values()) execFileSync('xmllint', ['--noout', '-'], { input: xml });
});

function* numbers(count: number): Generator<Value[]> {
  for (let i = 1; i <= count; i++) yield [String(i)];
}

test('X1 row 1,048,577 goes on a second sheet, under its own header', { timeout: 120_000 }, async () => {
  const table = { name: 'Fiches', columns: [column('N', 'integer')], rows: numbers(1_048_577) };
  const { bytes, written } = await buildXlsx([table]);
  expect(written.sheets).toEqual([
    { name: 'Fiches', rows: 1_048_575, columns: 1 },
    { name: 'Fiches (2)', rows: 2, columns: 1 },
  ]);
  expect(written.warnings).toContain('sheet "Fiches" is full and goes on on another one');
  const first = await sheetXml(bytes);
  expect(first).toContain('<row r="1048576"><c s="1" r="A1048576"><v>1048575</v></c></row></sheetData>');
  expect(first).toContain('<autoFilter ref="A1:A1048576"/>');
  const texts = (await sheetXml(bytes, 2)).match(/(?<=<t>|<v>)[^<]*/g);
  expect(texts).toEqual(['N', '1048576', '1048577']);
});

test('X1 the total of a table over several sheets stands under the last row, within the limit', async () => {
  const limits = { ...XLSX_LIMITS, rows: 11 };
  const table = { columns, rows: rows(18), total: { label: 'Total', sums: [1] } };
  const { bytes, written } = await buildXlsx([table], { limits });
  expect(written.sheets.map((sheet) => sheet.rows)).toEqual([9, 9]);
  const sheets = readWithSheetJs(bytes);
  expect(sheets['Données']?.at(-1)?.[1]).toBe(9);
  expect(sheets['Données (2)']?.at(-1)).toEqual(['Total', 171, null]);
  expect(sheets['Données (2)']).toHaveLength(11);
});

test('X1 16,384 columns are written, one more is refused before the first row', async () => {
  const many = (count: number): Table => ({
    columns: Array.from({ length: count }, (_, i) => column(`c${i}`, 'text')),
    rows: [Array.from({ length: count }, (_, i) => `v${i}`)],
  });
  const { bytes } = await buildXlsx([many(16_384)]);
  expect(await sheetXml(bytes)).toContain('<c r="XFD2"');
  const refused = await buildXlsx([many(16_385)]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(WorkbookLimitExceeded);
  expect(String(refused)).toContain('got 16385 columns, expected 1 to 16384');
});

test('X20 a sheet whose XML grows too large goes on on another one, between two rows', async () => {
  const limits = { ...XLSX_LIMITS, sheetBytes: 2 * 1024 * 1024 };
  const { bytes, written } = await buildXlsx([{ columns, rows: rows(50_000) }], { limits });
  expect(written.sheets.length).toBeGreaterThan(2);
  expect(written.sheets.reduce((sum, sheet) => sum + sheet.rows, 0)).toBe(50_000);
  const second = readWithSheetJs(bytes)['Données (2)']!;
  expect(second[1]?.[1]).toBe(written.sheets[0]!.rows + 1);
});

test('X20 an archive that would pass 4 GiB is refused', async () => {
  const limits = { ...XLSX_LIMITS, fileBytes: 100_000 };
  const refused = buildXlsx([{ columns, rows: rows(200_000) }], { limits });
  await expect(refused).rejects.toThrow(WorkbookLimitExceeded);
});
