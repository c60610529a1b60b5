import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvCounter, type CsvShape } from '../../../../src/lib/formats/csv/csv-counter.ts';

const shape: CsvShape = { bom: false, delimiter: ';', recordEnd: '\r\n', header: false, columns: 2 };

/** Counts the text, cut into blocks of `size` bytes. */
function count(text: string, changes: Partial<CsvShape> = {}, size = 1_000_000): number {
  const counter = new CsvCounter({ ...shape, ...changes });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) counter.push(bytes.subarray(at, at + size));
  return counter.end();
}

test.each([
  ['', {}, 0],
  ['a;b\r\n', {}, 1],
  ['a;b\r\nc;d\r\n', { header: true }, 1],
  [';\r\n;\r\n', {}, 2],
  ['"a;""\r\n";b\r\n', {}, 1],
  ['"";""\r\n', {}, 1],
  ['a\n""\nb\n', { recordEnd: '\n', columns: 1 }, 3],
  ['\uFEFFa;b\r\nc;d\r\n', { bom: true, header: true }, 1],
  ['"a\rb";"\n"\r\n', {}, 1],
] as const)('the records of %j are counted, however it is cut into blocks', (text, changes, rows) => {
  for (const size of [1, 2, 3, 5, 1_000]) expect(count(text, changes, size)).toBe(rows);
});

test.each([
  ['a;b\r\nc;d', {}, /record 2.*the end of the file in the middle/],
  ['a;b\r\nc;"d\r\n', {}, /record 2.*the end of the file in the middle/],
  ['a;b\r', {}, /middle of a record/],
  ['a;b\r\nc\r\n', {}, /record 2.*1 fields, expected 2 fields/],
  ['a;b;c\r\n', {}, /3 fields, expected 2/],
  ['a"b;c\r\n', {}, /a quote or a line break in a field without quotes/],
  ['"a"b;c\r\n', {}, /stray byte after a closing quote/],
  ['a\nb;c\r\n', {}, /line break in a field/],
  ['a\rb;c\r\n', {}, /stray byte/],
  ['a;b\r;', {}, /CR without LF/],
  ['a;b\r\n', { recordEnd: '\n' }, /line break in a field/],
  ['a\r\n\r\n', { columns: 1 }, /an empty line/],
  ['a\n\n', { columns: 1, recordEnd: '\n' }, /an empty line/],
  ['', { header: true }, /no header/],
  ['a;b\r\n', { bom: true }, /no byte order mark/],
  ['\u00EF', { bom: true }, /no byte order mark/],
  ['', { bom: true }, /no byte order mark/],
] as const)('%j is refused', (text, changes, message) => {
  for (const size of [1, 1_000]) expect(() => count(text, changes, size)).toThrow(message);
});

test('a byte lost, added or changed in the frame of a file never passes unseen', () => {
  const rows = Array.from({ length: 20 }, (_, row) => `"r${row};""x""";plain\r\n`);
  const whole = rows.join('');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (cut) => {
      const kept = whole.slice(0, cut);
      if (kept.length > 0 && !kept.endsWith('\r\n')) expect(() => count(kept)).toThrow();
      else expect(count(kept)).toBeLessThan(20);
    }),
  );
});
