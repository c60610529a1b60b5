import { expect, test } from 'vitest';
import { numberedName, splitName } from '../../../src/lib/formats/split-name.ts';

test.each([
  ['export.csv', 'export', 'csv'],
  ['export_2013.07.25.csv', 'export_2013.07.25', 'csv'],
  ['export.csv.gz', 'export', 'csv.gz'],
  ['export.xlsx.zip.pgp', 'export', 'xlsx.zip.pgp'],
  ['Fiches clôturées; août.csv', 'Fiches clôturées; août', 'csv'],
  ['export', 'export', ''],
])('%s is split into its name and what says its kind', (fileName, name, ext) => {
  expect(splitName(fileName)).toEqual({ name, ext });
});

test.each([
  ['export.csv.gz', 'export-2.csv.gz'],
  ['export', 'export-2'],
])('a number goes before what says the kind of %s', (fileName, numbered) => {
  expect(numberedName(fileName, 2)).toBe(numbered);
});
