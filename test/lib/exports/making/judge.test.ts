import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expectations } from '../../../../src/lib/exports/expectations.ts';
import { judge, median } from '../../../../src/lib/exports/making/judge.ts';
import { validateExpectations } from '../../../../src/lib/exports/loading/validate-expectations.ts';
import { noCounters } from '../../../../src/lib/formats/counters.ts';

const facts = (rows: number) => ({
  intervalId: '2013-07-25',
  rows,
  bytes: rows * 10,
  sheets: [{ name: '', rows, columns: 1 }],
  totals: [],
  counters: noCounters(),
});
const verdict = (expected: Expectations, rows: number, history: readonly number[] = []) =>
  judge(expected, facts(rows), history);

describe('rows', () => {
  test.each([
    [{ exact: 333 }, 333, null],
    [{ exact: 333 }, 332, '332 rows, expected exactly 333'],
    [{ min: 1 }, 0, '0 rows, expected at least 1'],
    [{ min: 1, max: 5 }, 5, null],
    [{ min: 1, max: 5 }, 6, '6 rows, expected at most 5'],
  ])('%j with %i rows', (rows, got, why) => {
    expect(verdict({ rows }, got)).toEqual({ kind: why === null ? 'send' : 'hold', why, warnings: [] });
  });

  test('a breach that only warns is told and the file goes', () => {
    expect(verdict({ rows: { min: 10, onBreach: 'warn' } }, 9)).toEqual({
      kind: 'send',
      why: null,
      warnings: ['9 rows, expected at least 10'],
    });
  });
});

test.each([
  ['send', 'send', null],
  ['note', 'note', null],
  ['skip', 'skip', 'no rows'],
  ['hold', 'hold', 'no rows'],
] as const)('a file without rows under the policy %s', (empty, kind, why) => {
  expect(verdict({ empty }, 0)).toEqual({ kind, why, warnings: [] });
  expect(verdict({ empty }, 1).kind).toBe('send');
});

describe('volume', () => {
  const volume = { percent: 50 };
  const history = [100, 110, 90, 1000];

  test('inside the band around the median a file goes, outside it is held with both bounds', () => {
    expect(verdict({ volume }, 53, history).kind).toBe('send');
    expect(verdict({ volume }, 157, history).kind).toBe('send');
    expect(verdict({ volume }, 158, history)).toMatchObject({
      kind: 'hold',
      why: '158 rows, expected 53 to 157 (median of 4 files of this weekday: 105, ±50 %)',
    });
    expect(verdict({ volume }, 52, history).kind).toBe('hold');
  });

  test('with too little history the file goes, and that it was not compared is told', () => {
    expect(verdict({ volume }, 1, [100, 100])).toEqual({
      kind: 'send',
      why: null,
      warnings: ['volume not compared: 2 earlier files of this weekday, 3 are needed'],
    });
  });

  test('the median has as many values above as below it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 9 }), (values) => {
        const middle = median(values);
        const above = values.filter((value) => value > middle).length;
        const below = values.filter((value) => value < middle).length;
        expect(Math.abs(above - below)).toBeLessThanOrEqual(values.filter((value) => value === middle).length);
      }),
    );
  });
});

describe('equal totals', () => {
  const amount = { sheet: 'Synthèse', column: 'montant' };
  const price = { sheet: 'Détail', column: 'prix' };
  const compared = (one: string, other: string, onBreach?: 'warn') => {
    const totals = [
      { ...amount, total: one },
      { ...price, total: other },
    ];
    const equal = { ...amount, equals: price, ...(onBreach && { onBreach }) };
    return judge({ equalTotals: [equal] }, { ...facts(1), totals }, []);
  };

  test.each([
    ['3125.00', '3125'],
    ['-0.10', '-0.1000'],
    ['0', '0.00'],
    ['12345678901234567890.01', '12345678901234567890.010'],
  ])('%s equals %s', (one, other) => {
    expect(compared(one, other)).toEqual({ kind: 'send', why: null, warnings: [] });
  });

  test('totals that differ in the last place hold the file, with both of them', () => {
    const why =
      'the total of montant on "Synthèse" is 12345678901234567890.01, that of prix on "Détail" 12345678901234567890.02';
    expect(compared('12345678901234567890.01', '12345678901234567890.02')).toEqual({ kind: 'hold', why, warnings: [] });
    expect(compared('1', '-1', 'warn')).toEqual({
      kind: 'send',
      why: null,
      warnings: ['the total of montant on "Synthèse" is 1, that of prix on "Détail" -1'],
    });
  });

  test('totals that nobody took are not equal', () => {
    const verdict = judge({ equalTotals: [{ ...amount, equals: price }] }, facts(1), []);
    expect(verdict).toMatchObject({ kind: 'hold', why: expect.stringContaining('is not known') });
  });
});

test("the author's own check sees the file's facts; several breaches are told together", () => {
  const custom: Expectations['custom'] = ({ bytes }) => (bytes > 50 ? { why: `${bytes} bytes` } : null);
  expect(verdict({ custom }, 5).kind).toBe('send');
  expect(verdict({ custom, rows: { max: 4 } }, 6)).toMatchObject({
    kind: 'hold',
    why: '6 rows, expected at most 4; 60 bytes',
  });
});

test('expectations that cannot be meant are refused by field', () => {
  const wrong = { rows: { min: 5, max: 4 }, empty: 'ignore', volume: { percent: 0 }, custum: 1 };
  const fields = validateExpectations(wrong as unknown as Expectations, []).map(({ field, didYouMean }) => [
    field,
    didYouMean,
  ]);
  expect(fields).toEqual([
    ['rows', undefined],
    ['empty', undefined],
    ['volume.percent', undefined],
    ['custum', 'custom'],
  ]);
  expect(validateExpectations({ volume: { percent: 50 } }, ['segment']).map(({ field }) => field)).toEqual(['volume']);
});
