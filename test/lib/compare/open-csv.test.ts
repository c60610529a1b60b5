import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import { assert, asyncProperty, array, constantFrom, string, stringMatching } from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { openTableFile, type TableFile } from '../../../src/lib/compare/table-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(await tempFolder(), name);
  await writeFile(path, content);
  return path;
}

async function all(table: TableFile): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of table.rows()) rows.push(row);
  return rows;
}

test.each([
  ['UTF-8 with a mark', Buffer.from('\uFEFFNom;Né\r\nÉlodie;1\r\n'), 'CSV, utf-8, ";"'],
  ['UTF-8', Buffer.from('Nom;Né\nÉlodie;1\n'), 'CSV, utf-8, ";"'],
  ['windows-1252', iconv.encode('Nom;Né\r\nÉlodie;1\r\n', 'win1252'), 'CSV, windows-1252, ";"'],
  [
    'UTF-16, as Excel saves "Unicode text"',
    iconv.encode('Nom\tNé\r\nÉlodie\t1\r\n', 'utf-16le', { addBOM: true }),
    'CSV, utf-16le, "\\t"',
  ],
  ['commas', Buffer.from('Nom,Né\r\nÉlodie,1\r\n'), 'CSV, utf-8, ","'],
  ['bars and no last line end', Buffer.from('Nom|Né\rÉlodie|1'), 'CSV, utf-8, "|"'],
])('%s is found by looking', async (_what, bytes, form) => {
  const table = await openTableFile(await file('old.csv', bytes));
  expect(table.form).toBe(form);
  expect(await all(table)).toEqual([
    ['Nom', 'Né'],
    ['Élodie', '1'],
  ]);
});

test('a character of windows-1252 that comes late in a large file is enough to tell', async () => {
  const text = `nom;prix\r\n${'Awa;12\r\n'.repeat(50_000)}L’œuvre;5 €\r\n`;
  const table = await openTableFile(await file('old.csv', iconv.encode(text, 'win1252')));
  expect(table.form).toContain('windows-1252');
  expect((await all(table)).at(-1)).toEqual(['L’œuvre', '5 €']);
});

test('quotes, line ends and delimiters inside a cell are the cell’s', async () => {
  const path = await file('old.csv', 'a;b\r\n"x;""y""\r\nz";=1\r\n\r\n;\r\n');
  expect(await all(await openTableFile(path))).toEqual([
    ['a', 'b'],
    ['x;"y"\r\nz', '=1'],
    ['', ''],
  ]);
});

test('a gzipped CSV is read like any other', async () => {
  const path = await file('old.csv.gz', gzipSync(Buffer.from('a;b\r\n1;2\r\n')));
  expect(await all(await openTableFile(path))).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ]);
});

test('whatever is written is read back, in every delimiter and encoding', async () => {
  const cell = stringMatching(/^[\x20-\x7e\n€éœÀ’]*$/);
  const forms = [constantFrom(';', ',', '\t', '|'), constantFrom('utf-8', 'win1252')] as const;
  const path = join(await tempFolder(), 'any.csv');
  await assert(
    asyncProperty(...forms, array(array(cell, { minLength: 3, maxLength: 3 })), async (delimiter, encoding, rows) => {
      const whole = [['id', 'nom', 'né'], ...rows.filter((row) => row.some((value) => value !== ''))];
      const text = stringify(whole, { delimiter, record_delimiter: '\r\n', quoted: true });
      await writeFile(path, iconv.encode(text, encoding));
      expect(await all(await openTableFile(path))).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});

test('any bytes give rows or a typed error, and never another one', async () => {
  const path = join(await tempFolder(), 'any.csv');
  await assert(
    asyncProperty(string({ unit: 'binary' }), async (text) => {
      await writeFile(path, text, 'latin1');
      try {
        await all(await openTableFile(path));
      } catch (error) {
        expect(error).toMatchObject({ code: 'TABLE_UNREADABLE' });
      }
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['missing.csv', null, 'ENOENT'],
  ['old.zip', 'PK', 'a zip'],
  ['old.csv.gz', 'no gzip', 'Z_DATA_ERROR'],
  ['old.csv', 'a;b\r\n"1;2\r\n', 'CSV_QUOTE_NOT_CLOSED'],
])('%s cannot be read, and says so without its content', async (name, content, got) => {
  const path = content === null ? join(await tempFolder(), name) : await file(name, content);
  const reading = openTableFile(path).then(all);
  await expect(reading).rejects.toMatchObject({ code: 'TABLE_UNREADABLE', details: { where: path, got } });
});
