import { afterEach, describe, expect, test } from 'vitest';
import { ValueNotOfKind, ZeroDateRefused } from '../../../../src/lib/errors/format-errors.ts';
import { workbookFr } from '../../../../src/lib/formats/workbook/workbook-profile.ts';
import type { FileColumn } from '../../../../src/lib/rows/column.ts';
import { type Built, buildColumn, buildXlsx, column, removeWorkbooks, type Value } from '../workbooks/build.ts';
import { readParts, readWithExceljs, readWithSheetJs, type Seen, sheetXml } from '../workbooks/read.ts';

afterEach(removeWorkbooks);

/** What SheetJS and exceljs see alike in column B. */
async function seenIn({ path, bytes }: Built): Promise<Seen[]> {
  const [sheetJs = [], exceljs = []] = [readWithSheetJs(bytes), await readWithExceljs(path)].map((sheets) =>
    sheets['Données']?.slice(1).map((row) => row[1] ?? null),
  );
  expect(exceljs.length).toBe(sheetJs.length);
  exceljs.forEach((value, i) => {
    const other = sheetJs[i] ?? null;
    if (typeof value === 'number' && typeof other === 'number') expect(value).toBeCloseTo(other, 7);
    else expect(value).toEqual(other);
  });
  return sheetJs;
}

async function seen(
  kind: FileColumn['kind'],
  values: readonly Value[],
  more: Partial<FileColumn> = {},
): Promise<Seen[]> {
  return seenIn(await buildColumn(kind, values, more));
}

/** The number format of the cell B2. */
async function formatOf(kind: FileColumn['kind'], value: Value, more: Partial<FileColumn> = {}): Promise<unknown> {
  const { default: ExcelJS } = await import('exceljs');
  const { path } = await buildColumn(kind, [value], more);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  return book.worksheets[0]?.getCell('B2').numFmt;
}

describe('text', () => {
  test('C4 phones, cards and numbers declared as text are text, character by character', async () => {
    const values = ['00221771234567', '+221771234567', '8922101234567890123', '0503E000', '1-2', '12/31', '-5', '1e5'];
    expect(await seen('text', values)).toEqual(values);
  });

  test('D5 a text that looks like a formula is a text, without an apostrophe', async () => {
    const values = ['=1+1', '+1-1', '-2+3', '@SUM(A1)', "=cmd|' /C calc'!A0", '＝1'];
    const built = await buildColumn('text', values);
    expect(await seenIn(built)).toEqual(values);
    expect(await sheetXml(built.bytes)).not.toMatch(/<f[ >]/);
  });

  test('X9 JSON that is a formula object to exceljs is a text', async () => {
    const values = ['{"formula":"HYPERLINK(\\"http://x.example\\")"}', '{"text":"a","hyperlink":"http://x.example"}'];
    const built = await buildColumn('text', values);
    expect(await seenIn(built)).toEqual(values);
    const parts = await readParts(built.bytes);
    expect([...parts].filter(([, xml]) => /<f[ >]|<hyperlink/.test(xml))).toEqual([]);
  });

  test('B7 a doubled encoding is undone where the column says so, value by value', async () => {
    const values = ['SÃ©nÃ©gal', 'Sénégal', 'Ã'];
    expect(await seen('text', values, { repair: 'utf8-in-latin1' })).toEqual(['Sénégal', 'Sénégal', 'Ã']);
  });

  test('X14 text cells and their column have the format @', async () => {
    expect(await formatOf('text', '00221')).toBe('@');
  });
});

describe('numbers', () => {
  test('X8 up to 15 digits make a number, more make a text and are counted', async () => {
    const built = await buildColumn('integer', [
      '123456789012345',
      '1234567890123456',
      '-9223372036854775808',
      '0',
      '-1',
    ]);
    expect(await seenIn(built)).toEqual([123456789012345, '1234567890123456', '-9223372036854775808', 0, -1]);
    expect(built.written.counters.numbersAsText).toBe(2);
    expect(built.written.warnings).toEqual([
      '2 numbers were written as text; first at row 2 column 2 of "Données", row 3 column 2 of "Données"',
    ]);
  });

  test('X8 a decimal is a number whose format shows its scale', async () => {
    expect(await seen('decimal', ['-0.50', '1234.00'], { scale: 2 })).toEqual([-0.5, 1234]);
    expect(await formatOf('decimal', '-0.50', { scale: 2 })).toBe('0.00');
    expect(await formatOf('integer', '7')).toBe('0');
  });

  test('X8 zeros at the end of a fraction are no digits to lose', async () => {
    const values = ['12345.00000000000000000000', '12345678901234567890.12345678900000000000'];
    expect(await seen('decimal', values, { scale: 20 })).toEqual([12345, values[1]]);
  });

  test('a decimal with more places than declared is rounded half away from zero', async () => {
    expect(await seen('decimal', ['1.005', '-1.005', '2.344999', '999999999999.999'], { scale: 2 })).toEqual([
      ...[1.01, -1.01, 2.34, 1_000_000_000_000],
    ]);
  });

  test('X8 a DOUBLE keeps all its digits; beyond the numbers of Excel it is a text', async () => {
    const values = ['0.30000000000000004', '1.1', '-1e-7', '1e100', '1.7976931348623157e308', '5e-324'];
    expect(await seen('decimal', values)).toEqual([
      ...[0.30000000000000004, 1.1, -1e-7, 1e100],
      ...['1.7976931348623157e308', '5e-324'],
    ]);
  });

  test('C2 a ZEROFILL number keeps its zeros, as text', async () => {
    expect(await seen('integer', ['00000042', '42'])).toEqual(['00000042', 42]);
  });

  test('C8 BIT(n) is the number of its bits', async () => {
    const values = [Buffer.from([2, 1]), Buffer.alloc(8, 0xff), Buffer.from([0])];
    expect(await seen('integer', values, { bits: 64 })).toEqual([513, '18446744073709551615', 0]);
  });

  test('X8 NaN, Infinity and words are refused, never written', async () => {
    for (const value of ['NaN', 'Infinity', 'nsp', '-', '.', '1.2.3', '0x10']) {
      await expect(buildColumn('decimal', [value])).rejects.toThrow(ValueNotOfKind);
    }
  });
});

describe('dates', () => {
  test('X10 a date-time is its serial number, whatever the zone of the process', async () => {
    const [first, ...others] = await seen('datetime', [
      ...[
        '2024-03-31 02:30:00',
        '1900-03-01 00:00:00',
        '9999-12-31 23:59:59.999999',
        '2000-02-29 12:00:00',
        '2024-01-01',
      ],
    ]);
    expect(process.env['TZ']).toBe('Europe/Paris');
    expect(first).toBeCloseTo(45382 + 2.5 / 24, 9);
    expect(others).toEqual([61, expect.closeTo(2958466 - 1e-6 / 86_400, 9), 36585.5, 45292]);
  });

  test('X10 microseconds survive the way through the serial number', async () => {
    const [serial] = await seen('datetime', ['2024-03-31 02:30:00.123457']);
    expect(Math.round(((serial as number) - 45382) * 86_400e6)).toBe(9_000_123_457);
  });

  test('X11 dates that the calendar of Excel does not have stay text', async () => {
    const values = ['1899-12-31', '1900-01-01', '1900-02-28', '1000-01-01', '2023-02-29'];
    expect(await seen('date', values)).toEqual(values);
    expect(await seen('date', ['1900-03-01', '9999-12-31'])).toEqual([61, 2958465]);
  });

  test('X12 dates have a number format that shows them as dates', async () => {
    expect(await formatOf('date', '2024-03-31')).toBe('dd/mm/yyyy');
    const { bytes } = await buildColumn('datetime', ['2024-03-31 02:30:00']);
    expect((await readParts(bytes)).get('xl/styles.xml')).toContain('formatCode="dd/mm/yyyy\\ hh:mm:ss"');
  });

  test('C6 zero and partial dates are empty and counted, raw, or refused', async () => {
    const values = ['0000-00-00', '2024-00-15', '2024-03-31'];
    const built = await buildColumn('date', values);
    expect(await seenIn(built)).toEqual([null, null, 45382]);
    expect(built.written.counters.zeroDates).toBe(2);
    const raw = await buildColumn('date', values, {}, { profile: { ...workbookFr, zeroDates: 'raw' } });
    expect(await seenIn(raw)).toEqual(['0000-00-00', '2024-00-15', 45382]);
    const fail = buildColumn('date', values, {}, { profile: { ...workbookFr, zeroDates: 'fail' } });
    await expect(fail).rejects.toThrow(ZeroDateRefused);
  });

  test('X13 a duration is a number of days shown in hours; a negative one is a text', async () => {
    expect(await seen('duration', ['36:00:00', '00:00:01', '838:59:59', '12:00:00.500000', '-01:00:00'])).toEqual([
      ...[1.5, expect.closeTo(1 / 86_400, 11), expect.closeTo(34 + 82_799 / 86_400, 9)],
      ...[expect.closeTo(0.5 + 0.5 / 86_400, 11), '-01:00:00'],
    ]);
    expect(await formatOf('duration', '36:00:00')).toBe('[h]:mm:ss');
  });

  test('text that is no date or no duration is refused', async () => {
    await expect(buildColumn('date', ['31/03/2024'])).rejects.toThrow(ValueNotOfKind);
    await expect(buildColumn('duration', ['1 h'])).rejects.toThrow(ValueNotOfKind);
  });
});

describe('booleans and bytes', () => {
  test('C9 a boolean is a boolean cell', async () => {
    expect(await seen('boolean', ['1', '0', '5', null])).toEqual([true, false, true, null]);
    expect(await seen('boolean', [Buffer.from([1]), Buffer.from([0])], { bits: 1 })).toEqual([true, false]);
    await expect(buildColumn('boolean', ['oui'])).rejects.toThrow(ValueNotOfKind);
  });

  test('C8 bytes are written as the profile says', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x41]);
    const as = async (binary: 'hex' | 'base64' | 'omit'): Promise<Seen[]> =>
      seenIn(await buildColumn('binary', [bytes], {}, { profile: { ...workbookFr, binary } }));
    expect(await as('hex')).toEqual(['00ff41']);
    expect(await as('base64')).toEqual(['AP9B']);
    expect(await as('omit')).toEqual([null]);
    const utf8 = { profile: { ...workbookFr, binary: 'utf8' } } as const;
    expect(await seenIn(await buildColumn('binary', [Buffer.from('é')], {}, utf8))).toEqual(['é']);
    await expect(buildColumn('binary', [bytes], {}, utf8)).rejects.toThrow(ValueNotOfKind);
  });
});

describe('totals', () => {
  const columns = [column('Pays', 'text'), column('Appels', 'integer'), column('Montant', 'decimal', { scale: 2 })];

  test('a total row adds up exactly what the rows show, in bold, and is no data row', async () => {
    const rows = [
      ['TOGO', '9007199254740', '0.105'],
      ['MALI', '2', '0.105'],
      ['GABON', null, '-3'],
    ];
    const built = await buildXlsx([{ columns, rows, total: { label: 'Total', sums: [1, 2] } }]);
    expect(readWithSheetJs(built.bytes)['Données']?.at(-1)).toEqual(['Total', 9007199254742, -2.78]);
    expect(built.written.sheets).toEqual([{ name: 'Données', rows: 3, columns: 3 }]);
    expect(await sheetXml(built.bytes)).toContain('<autoFilter ref="A1:C4"/>');
  });

  test('a total of more than 15 digits is exact, as text', async () => {
    const rows = [
      ['', '999999999999999', '0.1'],
      ['', '999999999999999', '0.2'],
    ];
    const built = await buildXlsx([{ columns, rows, total: { label: 'Total', sums: [1, 2] } }]);
    expect(readWithSheetJs(built.bytes)['Données']?.at(-1)).toEqual(['Total', '1999999999999998', 0.3]);
  });

  test('a total of no rows is zero', async () => {
    const built = await buildXlsx([{ columns, rows: [], total: { label: 'Total', sums: [1] } }]);
    expect(readWithSheetJs(built.bytes)['Données']).toEqual([
      ['Pays', 'Appels', 'Montant'],
      ['Total', 0, null],
    ]);
  });
});
