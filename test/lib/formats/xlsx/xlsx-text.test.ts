import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { FieldTooLong } from '../../../../src/lib/errors/format-errors.ts';
import { workbookFr } from '../../../../src/lib/formats/workbook/workbook-profile.ts';
import { type Built, buildColumn, removeWorkbooks, type Value } from '../workbooks/build.ts';
import {
  hasOpenpyxl,
  readWithExceljs,
  readWithOpenpyxl,
  readWithSheetJs,
  type Seen,
  type Sheets,
  sheetXml,
} from '../workbooks/read.ts';

afterEach(removeWorkbooks);

const columnB = (sheets: Sheets): Seen[] => (sheets['Données'] ?? []).slice(1).map((row) => row[1] ?? null);

/** What SheetJS and exceljs see alike. */
async function seenIn({ path, bytes }: Built): Promise<Seen[]> {
  const values = columnB(readWithSheetJs(bytes));
  expect(columnB(await readWithExceljs(path))).toEqual(values);
  return values;
}

async function seen(values: readonly Value[]): Promise<Seen[]> {
  return seenIn(await buildColumn('text', values));
}

test('X4 control characters are dropped and counted, tab and line feed stay', async () => {
  const built = await buildColumn('text', ['a\u0000b\u0008c\u000Bd\u000Ce\u001Ff', 'tab\tet\nligne', '\u007F\u0085']);
  expect(await seenIn(built)).toEqual(['abcdef', 'tab\tet\nligne', '\u007F\u0085']);
  expect(built.written.counters.controlCharsDropped).toBe(5);
});

test('X4 CR LF and CR become LF', async () => {
  expect(await seen(['a\r\nb', 'a\rb', 'a\r\r\nb', 'a\r'])).toEqual(['a\nb', 'a\nb', 'a\n\nb', 'a\n']);
});

test('X4 what looks like an escape is written so that it is read as it was', async () => {
  const { path, bytes } = await buildColumn('text', ['_x0041_', 'a_x000D_b', '_x41_', 'CANAL_xAFR', '__x0041__']);
  expect(columnB(readWithSheetJs(bytes))).toEqual(['_x0041_', 'a_x000D_b', '_x41_', 'CANAL_xAFR', '__x0041__']);
  expect(await sheetXml(bytes)).toContain('<t>_x005F_x0041_</t>');
  expect(columnB(await readWithExceljs(path)).slice(2, 4)).toEqual(['_x41_', 'CANAL_xAFR']);
});

test('X5 U+FFFE and U+FFFF are removed, ill-formed UTF-8 becomes U+FFFD and is counted', async () => {
  const surrogate = Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62]);
  const cut = Buffer.from([0x61, 0xe2, 0x82]);
  const built = await buildColumn('text', [
    'a\uFFFEb',
    'a\uFFFFb',
    surrogate,
    cut,
    Buffer.from([0xff, 0x62]),
    'a\uFFFDb',
  ]);
  expect(await seenIn(built)).toEqual(['ab', 'ab', 'a\uFFFD\uFFFD\uFFFDb', 'a\uFFFD', '\uFFFDb', 'a\uFFFDb']);
  expect(built.written.counters).toMatchObject({ controlCharsDropped: 2, unmappable: 5 });
});

test('X5 ill-formed UTF-8 is counted in a text that is cut, too', async () => {
  const built = await buildColumn('text', [Buffer.concat([Buffer.from([0xff]), Buffer.alloc(40_000, 'a')])]);
  expect(await seenIn(built)).toEqual([`\uFFFD${'a'.repeat(32_763)}...`]);
  expect(built.written.counters).toMatchObject({ unmappable: 1, truncatedCells: 1 });
});

test('X6 strings are inline, and blanks at their ends survive', async () => {
  const values = ['  a  ', '\ta\n', 'a b', '\u00A0a\u00A0', '  '];
  const built = await buildColumn('text', values);
  expect(await seenIn(built)).toEqual(values);
  const xml = await sheetXml(built.bytes);
  expect(xml).toMatch(/t="inlineStr"[^>]*><is><t xml:space="preserve">  a  <\/t><\/is>/);
  expect(xml).not.toMatch(/t="s"|t="str"/);
});

test('X7 NULL and the empty string are no cell', async () => {
  const built = await buildColumn('text', [null, '', 'x']);
  expect(await seenIn(built)).toEqual([null, null, 'x']);
  expect(await sheetXml(built.bytes)).not.toMatch(/"B[23]"|<v><\/v>|<t><\/t>/);
});

test('X2 text over 32,767 characters is cut without splitting a pair, and counted', async () => {
  const built = await buildColumn('text', ['é'.repeat(32_767), 'é'.repeat(32_768), `a${'😀'.repeat(20_000)}`]);
  const values = await seenIn(built);
  expect(values[0]).toBe('é'.repeat(32_767));
  expect(values[1]).toBe(`${'é'.repeat(32_764)}...`);
  expect(values[2]).toBe(`a${'😀'.repeat(16_381)}...`);
  expect(built.written.counters.truncatedCells).toBe(2);
});

test('X2 a profile may refuse what it would have to cut', async () => {
  const profile = { ...workbookFr, onLongText: 'fail' } as const;
  await expect(buildColumn('text', ['a'.repeat(32_768)], {}, { profile })).rejects.toThrow(FieldTooLong);
});

test('X1 line feeds after the 253rd become blanks, and are counted', async () => {
  const built = await buildColumn('text', ['a\n'.repeat(253), 'a\r\n'.repeat(300)]);
  const values = await seenIn(built);
  expect(values[0]).toBe('a\n'.repeat(253));
  expect(values[1]).toBe('a\n'.repeat(253) + 'a '.repeat(47));
  expect(built.written.counters.truncatedCells).toBe(1);
});

test('X1 a cell of 16 MiB is cut like any other', async () => {
  const [value] = await seen(['x'.repeat(16 * 1024 * 1024)]);
  expect(String(value)).toHaveLength(32_767);
});

/** What a reader must see: the rules of X4, X5 and X7 on a string. */
function expected(text: string): Seen {
  const kept = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\p{Cc}/gu, (control) => (control < ' ' && control !== '\t' && control !== '\n' ? '' : control))
    .replaceAll(/[\uFFFE\uFFFF]/g, '')
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD'.repeat(3));
  return kept === '' ? null : kept;
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('_', 'x', '0', '5', 'F', '<', '>', '&', '"', "'", ' ', '\n', '\r', '\t', ']', ';', '='),
  }),
  fc.string({ unit: fc.constantFrom('é', '€', '😀', '\uFFFD', '\u00A0', '\u0000', '\uFFFE', '\u001F', 'a') }),
);

test('hostile strings read back as the rules say, by SheetJS', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 200, maxLength: 400 }), async (texts) => {
      const { bytes } = await buildColumn('text', texts);
      expect(columnB(readWithSheetJs(bytes)).map((value) => value || null)).toEqual(texts.map(expected));
    }),
    { numRuns: 15 },
  );
});

test.runIf(hasOpenpyxl)('hostile strings without escapes read back the same through exceljs and openpyxl', async () => {
  const texts = fc
    .sample(fc.array(hostile, { minLength: 400, maxLength: 600 }), { numRuns: 1, seed: 7 })
    .flat()
    .filter((text) => !/_x/i.test(text));
  const { path } = await buildColumn('text', texts);
  const wanted = texts.map(expected);
  expect(columnB(await readWithExceljs(path)).map((value) => value || null)).toEqual(wanted);
  expect(columnB(await readWithOpenpyxl(path)).map((value) => value || null)).toEqual(wanted);
});
