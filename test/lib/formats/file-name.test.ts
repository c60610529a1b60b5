import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { FileNameInvalid } from '../../../src/lib/errors/format-errors.ts';
import { checkFileName, renderFileName } from '../../../src/lib/formats/file-name.ts';

const facts = {
  from: Temporal.ZonedDateTime.from('2013-07-01T04:05:06[Africa/Dakar]'),
  to: Temporal.ZonedDateTime.from('2013-08-01T00:00:00[Africa/Dakar]'),
  interval: '2013-07',
  params: { segment: 'CANAL_OA 1/2é' },
};
const name = (template: string): string => renderFileName(template, facts);

test.each([
  ['export_{from:yyyyMMdd}.csv', 'export_20130701.csv'],
  ['FX_NUMBR_{from:yyyy_MM_dd}_AFR_Faux_Numeros.csv', 'FX_NUMBR_2013_07_01_AFR_Faux_Numeros.csv'],
  ['{to:yyyy-MM-dd}.csv', '2013-08-01.csv'],
  ['{last:yyyy-MM-dd}.csv', '2013-07-31.csv'],
  ['{from:yyyyMMdd_HHmmss}.csv', '20130701_040506.csv'],
  ['facturation_{interval}.xlsx', 'facturation_2013-07.xlsx'],
  ['{param:segment}.xlsx', 'CANAL_OA_1_2é.xlsx'],
  ['fixe.csv', 'fixe.csv'],
])('H1 the template %s gives %s', (template, expected) => {
  expect(name(template)).toBe(expected);
});

test('H1 the date stamp is that of the zone of the interval', () => {
  const from = Temporal.ZonedDateTime.from('2024-03-31T00:00:00[Europe/Paris]');
  const to = from.add({ days: 1 });
  const day = { from, to, interval: '2024-03-31', params: {} };
  expect(renderFileName('{from:yyyyMMdd}-{last:yyyyMMdd}-{to:yyyyMMdd}.csv', day)).toBe(
    '20240331-20240331-20240401.csv',
  );
});

test('H1 the name is in composed form', () => {
  expect(name('e\u0301te\u0301.csv')).toBe('\u00E9t\u00E9.csv');
});

test.each([
  ['a/b.csv', /the character "\/"/],
  ['../b.csv', /the character "\/"/],
  ['a\\b.csv', /the character/],
  ['a b.csv', /the character " "/],
  ['a:b?.csv', /the character ":"/],
  ['a\u0000.csv', /the character/],
  ['.caché.csv', /"\." at the beginning/],
  ['-rf.csv', /"-" at the beginning/],
  ['a..csv', /two in a row/],
  ['a.', /dot at the end/],
  ['con.csv', /Windows keeps/],
  ['LPT1', /Windows keeps/],
  ['', /no name/],
  [`${'a'.repeat(147)}.csv`, /151 characters/],
  [`${'日'.repeat(100)}.csv`, /304 bytes/],
  ['a{from.csv', /the character "\{"/],
])('H1 the name %s is refused', (template, message) => {
  expect(() => name(template)).toThrow(FileNameInvalid);
  expect(() => name(template)).toThrow(message);
  expect(() => checkFileName(template, [])).toThrow(message);
});

test.each([
  ['{form:yyyyMMdd}.csv', /got \{form:yyyyMMdd\}.*Did you mean from\?/],
  ['{from}.csv', /got \{from\}, expected a pattern after the colon/],
  ['{from:yyyymm}.csv', undefined],
  ['{from:jjmmaa}.csv', /got \{from:jjmmaa\}, expected a pattern/],
  ['{param:segmnt}.csv', /expected one of segment\. Did you mean segment\?/],
  ['{interval:x}.csv', /got \{interval:x\}/],
  ['{from:yyyy/MM}.csv', /the character "\/"/],
])('a wrong variable is named with what was meant: %s', (template, message) => {
  if (message === undefined) expect(name(template)).toBe('201305.csv');
  else expect(() => name(template)).toThrow(message);
});

test('a template is checked without an interval', () => {
  expect(() => checkFileName('export_{from:yyyyMMdd}_{param:segment}.csv', ['segment'])).not.toThrow();
  expect(() => checkFileName('{from:yyyy/MM}.csv', [])).toThrow(/the character "\/"/);
  expect(() => checkFileName('{param:segment}.csv', [])).toThrow(/an export with parameters/);
});

test('the template of a target names the published file, its export and its revision too', () => {
  const file = { export: 'fiches-cloturees', name: 'export_20130701', ext: 'csv.gz', revision: '2' };
  const at = (template: string): string => renderFileName(template, { ...facts, file });
  expect(at('CANAL_{export}_{from:yyyyMMdd}.{ext}')).toBe('CANAL_fiches-cloturees_20130701.csv.gz');
  expect(at('{name}_r{revision}.{ext}')).toBe('export_20130701_r2.csv.gz');
  expect(() => at('{nam}.{ext}')).toThrow(/Did you mean name\?/);
  expect(() => at('{export}/{name}')).toThrow(/the character "\/"/);
});

test('only a target may use the variables of a published file', () => {
  expect(() => checkFileName('{name}.{ext}', [])).toThrow(/got \{name\}, expected \{from:yyyyMMdd\}/);
});
