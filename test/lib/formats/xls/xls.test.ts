import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import XLSX from '@e965/xlsx';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { WorkbookLimitExceeded } from '../../../../src/lib/errors/workbook-errors.ts';
import { openXlsWriter } from '../../../../src/lib/formats/xls/open-xls-writer.ts';
import { proveXls } from '../../../../src/lib/formats/xls/prove-xls.ts';
import { XLS_LIMITS } from '../../../../src/lib/formats/workbook/sheet-limits.ts';
import {
  type Built,
  buildXls,
  chunksOf,
  column,
  newPath,
  prove,
  removeWorkbooks,
  type Value,
} from '../workbooks/build.ts';
import { hasCalc, hasXlrd, readWithCalc, readWithSheetJs, readWithXlrd, type Seen } from '../workbooks/read.ts';

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
  column('Octets', 'binary'),
];
const rows: Value[][] = [
  [
    ...['Ndèye œ€😀', '00221771234567', '42', '-0.50', '2024-03-31', '2024-03-31 02:30:00', '36:00:00', '1'],
    Buffer.from([0, 255]),
  ],
  [null, '+221', '1234567890123456', '1.005', '1899-12-31', '0000-00-00 00:00:00', '-01:00:00', '0', null],
  [null, null, null, null, null, null, null, null, null],
];
const seenRows: Seen[][] = [
  ['Nom', 'Tél', 'N', 'Montant', 'Jour', 'Appel', 'Durée', 'Oui', 'Octets'],
  ['Ndèye œ€😀', '00221771234567', 42, -0.5, 45382, 45382 + 2.5 / 24, 1.5, true, '00ff'],
  [null, '+221', '1234567890123456', 1.01, '1899-12-31', null, '-01:00:00', false, null],
];

/** Column A of a workbook of one text column, through SheetJS. */
async function texts(values: readonly Value[]): Promise<Seen[]> {
  const { bytes } = await buildXls([
    { columns: [column('N', 'integer'), column('T', 'text')], rows: numbered(values) },
  ]);
  return (readWithSheetJs(bytes)['Données'] ?? []).slice(1).map((row) => row[1] ?? null);
}

const numbered = (values: readonly Value[]): Value[][] => values.map((value, i) => [String(i + 1), value]);

describe('F2 a .xls is read back as it was written', () => {
  test('by SheetJS, with formats, counters and rows', async () => {
    const { bytes, written } = await buildXls([{ columns, rows }]);
    expect(readWithSheetJs(bytes)['Données']?.slice(0, 3)).toEqual(seenRows);
    expect(written.sheets).toEqual([{ name: 'Données', rows: 3, columns: 9 }]);
    expect(written.counters).toMatchObject({ zeroDates: 1, numbersAsText: 1 });
    const sheet = XLSX.read(bytes, { cellNF: true }).Sheets['Données']!;
    const formats = ['A2', 'C2', 'D2', 'E2', 'F2', 'G2'].map((cell) => (sheet[cell] as XLSX.CellObject).z);
    expect(formats).toEqual(['@', '0', '0.00', 'dd/mm/yyyy', 'dd/mm/yyyy\\ hh:mm:ss', '[h]:mm:ss']);
  });

  test.runIf(hasXlrd)('by xlrd', async () => {
    const { path } = await buildXls([{ columns, rows }]);
    expect((await readWithXlrd(path))['Données']?.slice(0, 3)).toEqual(seenRows);
  });

  test.runIf(hasCalc)('by LibreOffice', { timeout: 120_000 }, async () => {
    const { path } = await buildXls([{ name: 'Fiches', columns, rows }]);
    const [sheet] = await readWithCalc(path);
    expect(sheet?.slice(1, 3)).toEqual([
      ['Ndèye œ€😀', '00221771234567', '42', '-0.50', '31/03/2024', '31/03/2024 02:30:00', '36:00:00', '1', '00ff'],
      ['', '+221', '1234567890123456', '1.01', '1899-12-31', '', '-01:00:00', '0', ''],
    ]);
  });

  test('several sheets, a total under each, names that Excel accepts', async () => {
    const table = { columns: columns.slice(0, 4), rows: rows.map((row) => row.slice(0, 4)) };
    const total = { label: 'Total', sums: [2, 3] };
    const { bytes, written } = await buildXls([
      { ...table, name: 'A/B', total },
      { ...table, name: 'a_b' },
    ]);
    const sheets = readWithSheetJs(bytes);
    expect(Object.keys(sheets)).toEqual(['A_B', 'a_b (2)']);
    expect(sheets['A_B']?.at(-1)).toEqual(['Total', null, '1234567890123498', 0.51]);
    expect(written.sheets.map((sheet) => sheet.rows)).toEqual([3, 3]);
    expect(written.warnings.slice(0, 2)).toEqual(['sheet "A/B" is named "A_B"', 'sheet "a_b" is named "a_b (2)"']);
  });

  test('an empty result makes a sheet with its header', async () => {
    const { bytes } = await buildXls([{ columns: columns.slice(0, 2), rows: [] }]);
    expect(readWithSheetJs(bytes)['Données']).toEqual([['Nom', 'Tél']]);
  });
});

describe('texts', () => {
  test('long texts, thousands of them, survive the division of the table of texts', async () => {
    const values = Array.from({ length: 3000 }, (_, i) => `${i}${(i % 2 === 0 ? 'x' : '😀é').repeat(i % 700)}`);
    expect(await texts(values)).toEqual(values);
  });

  test.runIf(hasXlrd)('long texts read the same through xlrd', async () => {
    const values = Array.from({ length: 3000 }, (_, i) => `${i}${(i % 2 === 0 ? 'x' : '😀é').repeat(i % 700)}`);
    const { path } = await buildXls([{ columns: [column('T', 'text')], rows: values.map((value) => [value]) }]);
    expect((await readWithXlrd(path))['Données']?.slice(1).flat()).toEqual(values);
  });

  test('X2 X4 X5 hostile texts are cleaned and cut as in .xlsx', async () => {
    const long = 'a'.repeat(40_000);
    expect(await texts(['a\u0000b\r\nc\td', 'a\uFFFEb', Buffer.from([0x61, 0xff]), long, '=1+1', '_x0041_'])).toEqual([
      ...['ab\nc\td', 'ab', 'a\uFFFD', `${'a'.repeat(32_764)}...`, '=1+1', '_x0041_'],
    ]);
  });

  test('any texts read back', async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .map((s) => s.replaceAll(/\p{C}/gu, '') || 'x');
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 300 }), async (values) => {
        expect(await texts(values)).toEqual(values);
      }),
      { numRuns: 30 },
    );
  });
});

describe('F1 limits', () => {
  const numbers = (count: number): Value[][] => Array.from({ length: count }, (_, i) => [String(i)]);

  test('65,535 rows and their header are written, one more is refused with advice', async () => {
    const table = { columns: [column('N', 'integer')], rows: numbers(65_535) };
    expect((await buildXls([table])).written.sheets[0]?.rows).toBe(65_535);
    const refused: unknown = await buildXls([{ ...table, rows: numbers(65_536) }]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WorkbookLimitExceeded);
    expect(String(refused)).toMatch(/65536 rows with the header, the limit of \.xls.*utilisez \.xlsx/);
  });

  test('256 columns are written, one more is refused before the first row', async () => {
    const many = (count: number) => ({
      columns: Array.from({ length: count }, (_, i) => column(`c${i}`, 'integer')),
      rows: [Array.from({ length: count }, (_, i) => String(i))],
    });
    expect(readWithSheetJs((await buildXls([many(256)])).bytes)['Données']?.[1]?.[255]).toBe(255);
    await expect(buildXls([many(257)])).rejects.toThrow('got 257 columns, expected 1 to 256');
  });

  test('a workbook that grows too large for memory is refused', async () => {
    const limits = { ...XLS_LIMITS, fileBytes: 100_000 };
    const refused = buildXls([{ columns: [column('N', 'integer')], rows: numbers(20_000) }], { limits });
    await expect(refused).rejects.toThrow(WorkbookLimitExceeded);
  });
});

test('F3 the same rows give the same bytes', async () => {
  const digest = ({ bytes }: Built): string => createHash('sha256').update(bytes).digest('hex');
  const again = { columns, rows, chunkRows: 1 };
  expect(digest(await buildXls([again]))).toBe(digest(await buildXls([{ columns, rows }])));
});

describe('faults', () => {
  const [chunk] = chunksOf([['x']]);
  const layout = { name: 'Fiches', columns: [column('Nom', 'text')] };

  test('a full disk and a closed file end the writer with a typed error', async () => {
    const full = await open('/dev/full', constants.O_RDWR);
    const closed = await open(await newPath('classeur.xls'), 'w+');
    await closed.close();
    const codes = [
      [full, 'DISK_FULL'],
      [closed, 'FILE_FAULT'],
    ] as const;
    for (const [file, code] of codes) {
      const writer = openXlsWriter()(file, new AbortController().signal);
      await writer.openSheet(layout);
      await writer.write(chunk!);
      await writer.closeSheet();
      await expect(writer.finish()).rejects.toMatchObject({ code });
      await writer.abort();
    }
    await full.close();
  });

  test('an abort ends the writer at the next call', async () => {
    const controller = new AbortController();
    const file = await open(await newPath('classeur.xls'), 'w+');
    const writer = openXlsWriter()(file, controller.signal);
    await writer.openSheet(layout);
    controller.abort();
    await expect(writer.write(chunk!)).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
    await expect(writer.closeSheet()).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
    await expect(writer.finish()).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
    await writer.abort();
    await file.close();
  });

  test('a damaged file is not proved', async () => {
    const { bytes } = await buildXls([{ columns, rows }]);
    const row3 = bytes.indexOf(Buffer.from([0x08, 0x02, 16, 0, 2, 0]));
    const damages: ((copy: Buffer) => Buffer)[] = [
      (copy) => copy.subarray(0, 3000),
      (copy) => copy.fill(0, 0, 8),
      (copy) => copy.fill(9, row3 + 4, row3 + 5),
      (copy) => copy.fill(0, row3, row3 + 2),
    ];
    for (const damage of damages) {
      const path = await newPath('classeur.xls');
      await writeFile(path, damage(Buffer.from(bytes)));
      await expect(prove(path, proveXls)).rejects.toMatchObject({ code: 'PROOF_FAILED' });
    }
  });
});
