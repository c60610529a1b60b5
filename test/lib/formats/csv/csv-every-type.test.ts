import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type CsvProfile, excelFr, robot } from '../../../../src/lib/formats/csv-profile.ts';
import { openCsvWriter } from '../../../../src/lib/formats/csv/csv-writer.ts';
import { csvShape } from '../../../../src/lib/formats/proof.ts';
import { proveFile } from '../../../../src/lib/formats/prove.ts';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import { EVERY_TYPE, EVERY_TYPE_SQL } from '../../../support/every-type.ts';
import { type OwnDatabase, ownDatabase } from '../../../support/own-database.ts';
import { parseCsv } from '../../../support/parse-csv.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const NAMES = Object.keys(EVERY_TYPE);
const { signal } = new AbortController();
let database: OwnDatabase;

beforeAll(async () => {
  database = await ownDatabase(inject('mariadbUrl'), 'csv_every_type');
  await database.admin.query("SET sql_mode = '', time_zone = '+00:00'");
  for (const sql of EVERY_TYPE_SQL) await database.admin.query(sql);
});

afterAll(() => database.drop());

/** The table as a proved CSV, read by the tests' own parser. */
async function exported(profile: CsvProfile): Promise<string[][]> {
  const path = join(await tempFolder(), 'every-type.csv');
  const file = await open(path, 'wx+');
  const session = await openSource('types', database.url).open({ signal, zone: 'UTC' });
  const sql = `SELECT ${NAMES.map((name) => `\`${name}\``).join(', ')} FROM every_type ORDER BY nth`;
  const stream = await session.query({ origin: 'test', statements: [{ sql, values: [], line: 1 }] });
  const columns = stream.columns.map((column) => ({ ...column, header: column.name }));
  const writer = openCsvWriter(profile)(file, signal);
  await writer.openSheet({ name: '', columns });
  for await (const chunk of stream) await writer.write(chunk);
  await writer.closeSheet();
  const { sheets } = await writer.finish();
  await session.close();
  await file.close();
  await proveFile(path, csvShape(profile, columns.length), { rowsRead: 3, sheets }, signal);
  const text = await readFile(path, 'utf8');
  return parseCsv(profile.bom ? text.slice(1) : text, profile.delimiter, profile.recordEnd);
}

test('C1 C2 C8 C10 every type of column at its extremes comes out exactly, for a robot', async () => {
  const [header, ...rows] = await exported({ ...robot, nullText: 'NULL' });
  expect(header).toEqual(NAMES);
  for (const [index, name] of NAMES.entries()) {
    const texts = EVERY_TYPE[name]?.values.map(([, text]) => text) ?? [];
    expect({ [name]: rows.map((row) => row[index]) }).toEqual({ [name]: [...texts, 'NULL'] });
  }
});

/** What a person's profile changes; every other column is as for a robot, with a decimal comma in numbers. */
const FOR_PEOPLE: Readonly<Record<string, readonly string[]>> = {
  date: ['01/01/0001', '31/12/9999'],
  zero_date: ['', ''],
  datetime: ['01/01/1000 00:00:00', '31/03/2024 02:30:00'],
  datetime_micro: ['', '31/12/9999 23:59:59.999999'],
  timestamp: ['01/01/1970 00:00:01', '19/01/2038 03:14:07'],
  varchar: ['\'=1+1;"2"', ' +221771234567 '],
  long_text: ['', 'é\n'.repeat(100_000)],
};
const NUMBERS = new Set(['decimal', 'money', 'decimal_zerofill', 'float', 'double', 'double_scaled']);

test('C5 C6 D1 every type of column at its extremes comes out as a person wants it', async () => {
  const [, ...rows] = await exported(excelFr);
  for (const [index, name] of NAMES.entries()) {
    const texts = EVERY_TYPE[name]?.values.map(([, text]) => (NUMBERS.has(name) ? text.replace('.', ',') : text)) ?? [];
    expect({ [name]: rows.map((row) => row[index]) }).toEqual({ [name]: [...(FOR_PEOPLE[name] ?? texts), ''] });
  }
});
