import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitsText } from '../../../../src/lib/formats/values/bits.ts';
import { dateShape } from '../../../../src/lib/formats/values/date-text.ts';
import { isNumberText, roundDecimalText } from '../../../../src/lib/formats/values/decimal-text.ts';
import { durationHoursEnd } from '../../../../src/lib/formats/values/duration-text.ts';
import { excelDuration, excelSerial } from '../../../../src/lib/formats/values/excel-serial.ts';
import { decodeUtf8, isWellFormed } from '../../../../src/lib/formats/values/utf8.ts';
import { repairUtf8InLatin1, WINDOWS_1252 } from '../../../../src/lib/formats/values/windows-1252.ts';

/** The text in the middle of other bytes, as it stands in a chunk. */
function within(text: string): [bytes: Buffer, start: number, end: number] {
  const bytes = Buffer.from(`9${text}9`);
  return [bytes, 1, bytes.length - 1];
}

describe('date texts', () => {
  test.each([
    ['2013-07-25', 'date'],
    ['2013-07-25 23:59:59', 'datetime'],
    ['2013-07-25 23:59:59.123456', 'datetime'],
    ['0000-00-00', 'zero'],
    ['0000-00-00 00:00:00', 'zero'],
    ['2024-00-15', 'zero'],
    ['2024-01-00 10:00:00.5', 'zero'],
    ['', 'other'],
    ['25/07/2013', 'other'],
    ['2013-07-25 23:59', 'other'],
    ['2013-07-25 23:59:59.', 'other'],
    ['2013-07-25 23:59:59=1', 'other'],
    ['2013-07-2x', 'other'],
  ])('%s is %s', (text, shape) => {
    expect(dateShape(...within(text))).toBe(shape);
  });

  test('X10 a serial comes from the text, whatever the time zone', () => {
    expect(excelSerial(...within('2024-03-31 02:30:00'))).toBeCloseTo(45382.1041666667, 9);
    expect(excelSerial(...within('2013-07-25'))).toBe(41480);
    expect(excelSerial(...within('2013-07-25 12:00:00.500000'))).toBeCloseTo(41480.500005787, 8);
  });

  test('X10 the serial agrees with the calendar on every day of four centuries', () => {
    const epoch = Date.UTC(1900, 2, 1);
    for (let day = 0; day < 400 * 365.2425; day += 7) {
      const text = new Date(epoch + day * 86_400_000).toISOString().slice(0, 10);
      expect(excelSerial(...within(text))).toBe(61 + day);
    }
  });

  test.each([
    '1900-02-28',
    '1899-12-31',
    '0001-01-01',
    '2023-02-29',
    '2024-13-01',
    '2024-01-01 24:00:00',
    '2024-01-01 10:60:00',
  ])('X11 %s has no serial and stays text', (text) => {
    expect(excelSerial(...within(text))).toBeUndefined();
  });

  test('X11 the last day of the calendar has a serial', () => {
    expect(excelSerial(...within('1900-03-01'))).toBe(61);
    expect(excelSerial(...within('9999-12-31'))).toBe(2_958_465);
  });

  test('X13 a duration is a number of days, a negative one is not', () => {
    expect(excelDuration(...within('36:00:00'))).toBe(1.5);
    expect(excelDuration(...within('838:59:59'))).toBeCloseTo(34.958321759, 9);
    expect(excelDuration(...within('-01:00:00'))).toBeUndefined();
  });

  test.each([
    ['-838:59:59', 5],
    ['00:00:01.5', 3],
    ['1:2:3', -1],
    ['12:00:00;', -1],
    ['noon', -1],
  ])('a TIME is recognised: %s', (text, hoursEnd) => {
    expect(durationHoursEnd(...within(text))).toBe(hoursEnd);
  });
});

describe('decimal texts', () => {
  test.each([
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['0.5', 0, '1'],
    ['-0.004', 2, '0.00'],
    ['12345678901234567890.1234567890', 4, '12345678901234567890.1235'],
    ['9.995', 2, '10.00'],
    ['.5', 2, '0.50'],
    ['7', 2, '7.00'],
    ['1e3', 1, '1000.0'],
    ['1.5e-7', 7, '0.0000002'],
    ['-2.5e-7', 2, '0.00'],
    ['1e100', 0, `1${'0'.repeat(100)}`],
    ['00012.5', 1, '12.5'],
  ])('%s at scale %i is %s', (text, scale, rounded) => {
    expect(roundDecimalText(text, scale)).toBe(rounded);
  });

  test.each(['', '-', '.', '1,5', 'NaN', 'Infinity', '1-2', '+1-1', '0x10', ' 1', '1e', '--1'])(
    '%j is no number',
    (text) => {
      expect(isNumberText(text)).toBe(false);
      expect(roundDecimalText(text, 2)).toBeUndefined();
    },
  );

  test('rounding is half away from zero for integers of any length', () => {
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        (value, scale, cut) => {
          const digits = (value < 0n ? -value : value).toString().padStart(scale + cut + 1, '0');
          const places = scale + cut;
          const text = `${value < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`;
          const unit = 10n ** BigInt(cut);
          const magnitude = (2n * (value < 0n ? -value : value) + unit) / (2n * unit);
          const rounded = roundDecimalText(text, scale)?.replace('.', '') ?? '';
          expect(BigInt(rounded)).toBe(value < 0n ? -magnitude : magnitude);
        },
      ),
    );
  });
});

test('C8 a BIT is an unsigned decimal number', () => {
  expect(bitsText(Buffer.from([0x99, 1]), 1, 2)).toBe('1');
  expect(bitsText(Buffer.from([2, 1]), 0, 2)).toBe('513');
  expect(bitsText(Buffer.alloc(8, 0xff), 0, 8)).toBe('18446744073709551615');
});

describe('UTF-8', () => {
  test.each([
    [[0x61], true],
    [[0xc3, 0xa9], true],
    [[0xf0, 0x9f, 0x98, 0x80], true],
    [[0xed, 0xa0, 0x80], false],
    [[0xc0, 0x80], false],
    [[0xff], false],
    [[0xe2, 0x82], false],
  ])('%j is well formed: %s', (bytes, wellFormed) => {
    expect(isWellFormed(Buffer.from(bytes), 0, bytes.length)).toBe(wellFormed);
  });

  test('B8 ill-formed pieces become U+FFFD and are counted, U+FFFD of the data is not', () => {
    const bytes = Buffer.concat([Buffer.from('a\uFFFDb'), Buffer.from([0xff]), Buffer.from('c')]);
    expect(decodeUtf8(bytes, 0, bytes.length)).toEqual({ text: 'a\uFFFDb\uFFFDc', replaced: 1 });
    expect(decodeUtf8(bytes, 0, 5)).toEqual({ text: 'a\uFFFDb', replaced: 0 });
  });
});

describe('windows-1252', () => {
  test('B2 the characters of the code page have their bytes', () => {
    const bytes = Array.from('éœ€Œ’–…™Ÿ').map((character) => WINDOWS_1252.get(character));
    expect(Buffer.from(bytes.map(Number)).toString('hex')).toBe('e99c808c929685999f');
  });

  test('B5 what the code page lacks has no byte, U+FFFD and C1 controls included', () => {
    for (const character of 'łΩ≠😀\u202F\u0092\u0081\uFFFD') expect(WINDOWS_1252.has(character)).toBe(false);
  });

  test.each([
    ['SÃ©nÃ©gal', 'Sénégal'],
    ['Sénégal', 'Sénégal'],
    ['Ã', 'Ã'],
    ['Ã\u00A0 bientÃ´t', 'à bientôt'],
    ['Ã\u008Dndice', 'Índice'],
    ['â‚¬', '€'],
    ['日本', '日本'],
    ['plain', 'plain'],
  ])('B7 %s is repaired to %s', (doubled, repaired) => {
    expect(repairUtf8InLatin1(doubled)).toBe(repaired);
  });
});
