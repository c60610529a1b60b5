import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SheetNames } from '../../../../src/lib/formats/workbook/sheet-names.ts';

const claim = (...wanted: string[]): string[] => {
  const names = new SheetNames([]);
  return wanted.map((name) => names.claim(name));
};

test.each([
  ['A/B', 'A_B'],
  ['a:b\\c?d*e[f]', 'a_b_c_d_e_f_'],
  ['x'.repeat(40), 'x'.repeat(31)],
  [`${'x'.repeat(30)}😀`, 'x'.repeat(30)],
  ['History', 'History_'],
  ['HISTORY', 'HISTORY_'],
  ["'Synthèse'", '_Synthèse_'],
  [`${'x'.repeat(30)}'y`, `${'x'.repeat(30)}_`],
  ['a\u0000\nb', 'a__b'],
  ['', 'Feuille'],
  ['  ', 'Feuille'],
  ['Détail é€', 'Détail é€'],
])('X3 the sheet name %j becomes %j', (wanted, name) => {
  expect(claim(wanted)).toEqual([name]);
});

test('X3 names that differ only by case are numbered', () => {
  expect(claim('Total', 'total', 'TOTAL', 'total (2)')).toEqual(['Total', 'total (2)', 'TOTAL (3)', 'total (2) (2)']);
  expect(claim('x'.repeat(31), 'x'.repeat(40))[1]).toBe(`${'x'.repeat(27)} (2)`);
});

test('X3 any names become names that Excel accepts, each once', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 12 }), (wanted) => {
      const names = claim(...wanted);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
      for (const name of names) {
        expect(name).toMatch(/^(?!')[^:\\/?*[\]\p{Cc}\p{Cs}]{1,31}(?<!')$/u);
        expect(name.length).toBeLessThanOrEqual(31);
        expect(name.toLowerCase()).not.toBe('history');
      }
    }),
  );
});
