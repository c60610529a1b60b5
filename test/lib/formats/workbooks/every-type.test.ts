import { open, readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import validateOoxml from '@ooxml-tools/validate';
import type { OpenWriter, WrittenFile } from '../../../../src/lib/formats/file-writer.ts';
import { proveFile } from '../../../../src/lib/formats/prove.ts';
import { openXlsWriter } from '../../../../src/lib/formats/xls/open-xls-writer.ts';
import { openXlsxWriter } from '../../../../src/lib/formats/xlsx/open-xlsx-writer.ts';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import { EVERY_TYPE, EVERY_TYPE_SQL } from '../../../support/every-type.ts';
import { type OwnDatabase, ownDatabase } from '../../../support/own-database.ts';
import { newPath, removeWorkbooks } from './build.ts';
import { readWithExceljs, readWithSheetJs, readWithXlrd, hasXlrd, type Seen, type Sheets } from './read.ts';

const NAMES = Object.keys(EVERY_TYPE);
const { signal } = new AbortController();
let database: OwnDatabase;

beforeAll(async () => {
  database = await ownDatabase(inject('mariadbUrl'), 'workbook_every_type');
  await database.admin.query("SET sql_mode = '', time_zone = '+00:00'");
  for (const sql of EVERY_TYPE_SQL) await database.admin.query(sql);
});

afterAll(() => database.drop());
afterEach(removeWorkbooks);

/** The table as a proved workbook. */
async function exported(
  format: 'xlsx' | 'xls',
  openWriter: OpenWriter,
): Promise<{ readonly path: string; readonly written: WrittenFile }> {
  const path = await newPath(`every-type.${format}`);
  const file = await open(path, 'wx+');
  const session = await openSource('types', database.url).open({ signal, zone: 'UTC' });
  const sql = `SELECT ${NAMES.map((name) => `\`${name}\``).join(', ')} FROM every_type ORDER BY nth`;
  const stream = await session.query({ origin: 'test', statements: [{ sql, values: [], line: 1 }] });
  const writer = openWriter(file, signal);
  await writer.openSheet({
    name: 'Types',
    columns: stream.columns.map((column) => ({ ...column, header: column.name })),
  });
  for await (const chunk of stream) await writer.write(chunk);
  await writer.closeSheet();
  const written = await writer.finish();
  await session.close();
  await file.close();
  await proveFile(path, { format }, { rowsRead: 3, sheets: written.sheets }, signal);
  return { path, written };
}

const cut = (text: string): string => `${text.slice(0, 32_764)}...`;
const days = (serial: number, seconds: number): number => serial + seconds / 86_400;

/** What a workbook makes of the server's text where it is not that text: numbers, serials, nothing, a cut text. */
const CELLS: Readonly<Record<string, readonly [Seen, Seen]>> = {
  tiny: [-128, 127],
  tiny_unsigned: [0, 255],
  boolean: [0, 1],
  small: [-32_768, 32_767],
  medium: [0, 16_777_215],
  int: [-2_147_483_648, 2_147_483_647],
  big_unsigned: [0, '18446744073709551615'],
  money: [-0.01, 9_999_999_999.99],
  float: [1.1, -3.40282e38],
  double_scaled: [-1.5, 1_234_567.891],
  bit: [0, '18446744073709551615'],
  year: [1901, 2155],
  date: ['0001-01-01', 2_958_465],
  zero_date: [null, null],
  datetime: ['1000-01-01 00:00:00', days(45_382, 9000)],
  datetime_micro: [null, days(2_958_465, 86_399.999999)],
  timestamp: [days(25_569, 1), days(50_424, 11_647)],
  time: ['-838:59:59.999999', days(34, 82_799.999999)],
  char: [null, 'é œ€😀'],
  latin1: [null, 'œuf à 3 €'],
  long_text: [null, `${'é\n'.repeat(253)}${'é '.repeat(16_129)}...`],
  set: [null, 'a,c'],
  varbinary: [null, 'fb00223b'],
  blob: ['00', cut('ff'.repeat(70_000))],
};

function expectEveryValue(sheets: Sheets): void {
  const [header, ...rows] = sheets['Types'] ?? [];
  expect(header).toEqual(NAMES);
  for (const [index, name] of NAMES.entries()) {
    const wanted = CELLS[name] ?? EVERY_TYPE[name]?.values.map(([, text]) => text) ?? [];
    const seen = rows.slice(0, 2).map((row) => row[index] ?? null);
    expect({ [name]: seen }).toEqual({ [name]: wanted.map(closely) });
    expect(rows[2]?.[index] ?? null).toBeNull();
  }
}

/** Serials may differ by a rounding of their last digit. */
const closely = (value: Seen): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? expect.closeTo(value, 9) : value;

const COUNTERS = { zeroDates: 3, truncatedCells: 2, numbersAsText: 12, controlCharsDropped: 0, unmappable: 0 };

test('every type of column at its extremes comes out exactly in .xlsx', async () => {
  const { path, written } = await exported('xlsx', openXlsxWriter());
  const bytes = await readFile(path);
  expect(await validateOoxml(bytes, 'xlsx')).toEqual([]);
  expectEveryValue(readWithSheetJs(bytes));
  expectEveryValue(await readWithExceljs(path));
  expect(written.counters).toMatchObject(COUNTERS);
});

test('every type of column at its extremes comes out exactly in .xls', async () => {
  const { path, written } = await exported('xls', openXlsWriter());
  expectEveryValue(readWithSheetJs(await readFile(path)));
  if (hasXlrd) expectEveryValue(await readWithXlrd(path));
  expect(written.counters).toMatchObject(COUNTERS);
});
