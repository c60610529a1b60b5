import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { type CsvProfile, excelFr, robot } from '../../../../src/lib/formats/csv-profile.ts';
import { parseCsv } from '../../../support/parse-csv.ts';
import { PLAIN_EXCEL, PLAIN_ROBOT, textColumn, writeCsv } from '../../../support/written-csv.ts';

/** Fields of the comparison with csv-stringify in one run of this test; millions on demand. */
const FIELDS = Number(process.env['BORDEREAU_CSV_FIELDS'] ?? 300_000);
const WIDTH = 5;
const ROWS_A_FILE = 600;

const PIECES = [
  ...[';', ',', '\t', '|', '"', '""', '\r', '\n', '\r\n', ' ', "'", '\\', '\\N', '=', '+', '-', '@', '＝', '.', '_'],
  ...[
    'a',
    'Zz',
    '0',
    '42',
    '3.14',
    '-5',
    '+221771234567',
    'ID',
    'é',
    'œ',
    '€',
    'e\u0301',
    '\u00A0',
    '\u202F',
    '日本',
    '😀',
  ],
  ...['\u0001', '\u007F', '\uFEFF', '\uFFFD', '\uFFFE', 'CANAL_OA_ARRIVANT_A_ECHEANCE', 'lorem ipsum '.repeat(30)],
];

/** Hostile texts by the thousand from one seed: fast-check draws the seeds, so that a failure is repeated by its own. */
function hostileRows(seed: number, rows: number): string[][] {
  let state = seed | 1;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const text = (): string => Array.from({ length: next(4) }, () => PIECES[next(PIECES.length)]).join('');
  return Array.from({ length: rows }, () => Array.from({ length: WIDTH }, text));
}

const hostileText = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''));
const rowsOf = (text: fc.Arbitrary<string>, width: number): fc.Arbitrary<string[][]> =>
  fc.array(fc.array(text, { minLength: width, maxLength: width }), { maxLength: 20 });
const columns = Array.from({ length: WIDTH }, (_, index) => textColumn(`c${index}`));

describe('csv-stringify as the oracle', () => {
  /**
   * Its faults, set right by its own options: A5 (a lone CR or LF under CR LF is not quoted) and A7 (blanks at the ends)
   * by `quoted_match`. A9, A13 and A16 do not occur in these rows: five columns, no header, no U+0000; the first field
   * is kept from beginning with ID.
   */
  const options = { quoted_match: /^[ \t]|[ \t]$|[\r\n]/, quote_record_delimiter: true };

  test.each([
    ['robot', PLAIN_ROBOT],
    ['robot with LF and tabs', { ...PLAIN_ROBOT, recordEnd: '\n', delimiter: '\t' }],
    ['semicolons', { ...PLAIN_ROBOT, delimiter: ';' }],
    ['every empty string quoted', { ...PLAIN_ROBOT, delimiter: '|', quoteEmpty: true }],
  ] as const)('the bytes are equal on generated fields: %s', async (_name, changes: Partial<CsvProfile>) => {
    const runs = Math.ceil(FIELDS / 4 / (WIDTH * ROWS_A_FILE));
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const rows = [['x', '', '', '', ''], ...hostileRows(seed, ROWS_A_FILE)];
        const expected = stringify(rows, {
          ...options,
          delimiter: changes.delimiter ?? ',',
          record_delimiter: changes.recordEnd ?? '\r\n',
          quoted_empty: changes.quoteEmpty ?? false,
        });
        const { bytes } = await writeCsv(columns, rows, { ...changes, onUnmappable: 'replace' });
        if (!bytes.equals(Buffer.from(expected))) expect(bytes.toString()).toBe(expected);
      }),
      { numRuns: runs },
    );
  });
});

describe('round trip', () => {
  const cases: [name: string, profile: CsvProfile, asWritten: (text: string) => string][] = [
    ['robot', robot, (text) => text],
    ['excel-fr', { ...excelFr, formulaGuard: false }, withLf],
    ['quote all', { ...robot, quoteAll: true, delimiter: '|', recordEnd: '\n' }, (text) => text],
  ];
  test.each(cases)('a parser of its own reads back what was written: %s', async (_name, profile, asWritten) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }).chain((width) => rowsOf(hostileText, width)),
        async (rows) => {
          const width = rows[0]?.length ?? 1;
          const { bytes } = await writeCsv(columns.slice(0, width), rows, profile);
          const text = bytes.toString().slice(profile.bom ? 1 : 0);
          const [header, ...records] = parseCsv(text, profile.delimiter, profile.recordEnd);
          expect(header).toEqual(columns.slice(0, width).map((column) => column.header));
          expect(records).toEqual(rows.map((row) => row.map(asWritten)));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('windows-1252 reads back through its own code page', async () => {
    const ansi = { ...PLAIN_ROBOT, encoding: 'windows-1252' } as const;
    const french = fc.string({ unit: fc.constantFrom(...Array.from('abcé œ€Œ’–…™Ÿ;,"\r\n=ñ')), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rowsOf(french, 2), async (rows) => {
        const { bytes } = await writeCsv(columns.slice(0, 2), rows, ansi);
        expect(parseCsv(iconv.decode(bytes, 'win1252'), ',', '\r\n')).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  test('NULL, the empty string and the text of NULL differ when the profile says so', async () => {
    const cell = fc.constantFrom(null, '', 'x', ' ');
    const changes = { ...PLAIN_ROBOT, nullText: 'NULL', quoteEmpty: true };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
        const { bytes } = await writeCsv(columns.slice(0, 2), rows, changes);
        const written = bytes.toString().split('\r\n').slice(0, -1);
        const field = (value: string | null): string =>
          value === null ? 'NULL' : value.trim() === '' ? `"${value}"` : value;
        expect(written).toEqual(rows.map((row) => row.map(field).join(',')));
      }),
      { numRuns: 50 },
    );
  });
});

describe('formula guard', () => {
  const LIVE = /^[=+\-@\t\r\n＝＋－＠]/;
  const PURE_NUMBER = /^[+-]?\d+([.,]\d+)?$/;
  const trigger = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\0', "'", ' ', '');
  const suspicious = fc.tuple(trigger, trigger, hostileText).map((parts) => parts.join(''));

  test.each(['utf-8', 'windows-1252'] as const)(
    'D1 no live formula passes, and nothing else changes: %s',
    async (encoding) => {
      const profile = { ...PLAIN_EXCEL, encoding, onUnmappable: 'transliterate' } as const;
      await fc.assert(
        fc.asyncProperty(rowsOf(suspicious, 3), async (rows) => {
          const { bytes } = await writeCsv(columns.slice(0, 3), rows, profile);
          const text = encoding === 'utf-8' ? bytes.toString() : iconv.decode(bytes, 'win1252');
          for (const [index, field] of parseCsv(text, ';', '\r\n').flat().entries()) {
            expect(LIVE.test(field) && !PURE_NUMBER.test(field)).toBe(false);
            if (encoding === 'utf-8') {
              const original = withLf(rows.flat()[index]?.replaceAll('\0', '') ?? '');
              expect([original, `'${original}`]).toContain(field);
            }
          }
        }),
        { numRuns: 200 },
      );
    },
  );

  test('D2 phones and signed numbers are never touched', async () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: 1, maxLength: 20 });
    const fraction = fc.option(
      fc.tuple(fc.constantFrom('.', ','), digits).map((parts) => parts.join('')),
      { nil: '' },
    );
    const number = fc.tuple(fc.constantFrom('', '+', '-', '00'), digits, fraction).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(rowsOf(number, 3), async (rows) => {
        const { bytes, written } = await writeCsv(columns.slice(0, 3), rows, PLAIN_EXCEL);
        expect(bytes.toString()).toBe(rows.map((row) => `${row.join(';')}\r\n`).join(''));
        expect(written.counters.neutralisedFormulas).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

function withLf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
