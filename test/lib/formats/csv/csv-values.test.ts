import { describe, expect, test } from 'vitest';
import { excelFr, robot } from '../../../../src/lib/formats/csv-profile.ts';
import type { FileColumn } from '../../../../src/lib/rows/column.ts';
import { fieldOf, PLAIN_EXCEL, PLAIN_ROBOT, textColumn, writeCsv } from '../../../support/written-csv.ts';

const [a, b] = [textColumn('a'), textColumn('b')];
const ansi = { ...PLAIN_EXCEL, encoding: 'windows-1252' } as const;

async function ansiBytes(text: string, changes: object = {}): Promise<string> {
  const { bytes } = await writeCsv([a], [[text]], { ...ansi, ...changes });
  return bytes.subarray(0, -2).toString('hex');
}

describe('encodings', () => {
  test('B2 B3 windows-1252 maps the characters of French texts', async () => {
    expect(await ansiBytes('éœ€Œ’–…™Ÿ')).toBe('e99c808c929685999f');
  });

  test('B5 what windows-1252 lacks is replaced, one mark for each code point, counted with examples', async () => {
    const rows = [
      ['é', 'x'],
      ['ok', 'ł😀'],
      ['≠\uFFFD\u0092', 'x'],
    ];
    const { bytes, written } = await writeCsv([a, b], rows, ansi);
    expect(bytes.toString('latin1')).toBe('é;x\r\nok;??\r\n???;x\r\n');
    expect(written.counters.unmappable).toBe(5);
    expect(written.warnings).toEqual([
      '5 characters that the encoding cannot hold were replaced; first at row 2 column 2, row 3 column 1',
    ]);
  });

  test('B5 examples stop at five', async () => {
    const { written } = await writeCsv(
      [a],
      Array.from({ length: 9 }, () => ['ł']),
      ansi,
    );
    expect(written.warnings[0]).toMatch(/^9 .* row 1 column 1, .*row 5 column 1$/);
  });

  test('B5 transliterate uses the fixed table', async () => {
    const changes = { onUnmappable: 'transliterate' };
    expect(await ansiBytes('1\u202F2\u20093\u00A04', changes)).toBe('31a032a033a034');
    expect(await ansiBytes('a\u2011łb≠😀', changes)).toBe(Buffer.from('a-lb<>?').toString('hex'));
  });

  test('B5 fail names the place and never the value', async () => {
    const failing = writeCsv([a, b], [['x', 'secret ł']], { ...ansi, onUnmappable: 'fail' });
    await expect(failing).rejects.toMatchObject({ code: 'CHARACTER_NOT_IN_ENCODING' });
    await expect(failing).rejects.toThrow(/^row 1 column 2: got 1 characters/);
    await expect(failing).rejects.not.toThrow(/secret/);
  });

  test('B6 text is composed for windows-1252 only, UTF-8 keeps the bytes', async () => {
    expect(await ansiBytes('e\u0301')).toBe('e9');
    expect(await fieldOf('e\u0301')).toBe('e\u0301');
  });

  test('B7 a column is repaired value by value, only when asked for', async () => {
    const repair = { repair: 'utf8-in-latin1' } as const;
    for (const profile of [excelFr, robot]) {
      expect(await fieldOf('SÃ©nÃ©gal', repair, profile)).toBe('Sénégal');
      expect(await fieldOf('Sénégal', repair, profile)).toBe('Sénégal');
      expect(await fieldOf('Ã', repair, profile)).toBe('Ã');
      expect(await fieldOf('plain', repair, profile)).toBe('plain');
      expect(await fieldOf('SÃ©nÃ©gal', {}, profile)).toBe('SÃ©nÃ©gal');
    }
    expect((await writeCsv([{ ...a, ...repair }], [['SÃ©nÃ©gal']], ansi)).bytes.toString('latin1')).toBe('Sénégal\r\n');
  });

  test('B8 a lone surrogate becomes U+FFFD and is counted, U+FFFE and U+FFFF stay', async () => {
    const surrogate = Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62]);
    const { bytes, written } = await writeCsv([a], [[surrogate], ['\uFFFE\uFFFF']], PLAIN_EXCEL);
    expect(bytes.toString('hex')).toBe('61efbfbdefbfbdefbfbd620d0aefbfbeefbfbf0d0a');
    expect(written.counters.unmappable).toBe(3);
    await expect(writeCsv([a], [[surrogate]], robot)).rejects.toMatchObject({ code: 'CHARACTER_NOT_IN_ENCODING' });
  });
});

describe('values', () => {
  test('C1 C2 the text of the server is the text of the file', async () => {
    const integer: Partial<FileColumn> = { kind: 'integer' };
    for (const value of ['9223372036854775807', '18446744073709551615', '-9223372036854775808', '00000042', '0']) {
      expect(await fieldOf(value, integer, robot)).toBe(value);
      expect(await fieldOf(value, integer)).toBe(value);
    }
    const decimal: Partial<FileColumn> = { kind: 'decimal' };
    expect(await fieldOf('12345678901234567890.1234567890', decimal, robot)).toBe('12345678901234567890.1234567890');
    expect(await fieldOf('1.1', decimal, robot)).toBe('1.1');
    expect(await fieldOf('2024-03-31 02:30:00', { kind: 'datetime' }, robot)).toBe('2024-03-31 02:30:00');
    expect(await fieldOf('2024-03-31 02:30:00.123456', { kind: 'datetime' }, robot)).toBe('2024-03-31 02:30:00.123456');
  });

  test.each(['00221771234567', '+221771234567', '8922101234567890123', '0503E000', '1-2', '12/31'])(
    'C4 the text %s is never taken for a number or a date',
    async (text) => {
      expect(await fieldOf(text)).toBe(text);
      expect(await fieldOf(text, {}, robot)).toBe(text);
    },
  );

  test.each([
    ['-0.5000000000', undefined, '-0,5000000000', '-0.5000000000'],
    ['1e100', undefined, '1e100', '1e100'],
    ['-1.5e-7', undefined, '-1,5e-7', '-1.5e-7'],
    ['1.5', 2, '1,50', '1.50'],
    ['1.005', 2, '1,01', '1.01'],
    ['-1.005', 2, '-1,01', '-1.01'],
    ['12.00', 2, '12,00', '12.00'],
    ['7', 2, '7,00', '7.00'],
    ['7.4', 0, '7', '7'],
    ['1.5e-7', 2, '0,00', '0.00'],
    ['.5', undefined, ',5', '.5'],
  ])('C5 the decimal %s at scale %s is %s for a person and %s for a robot', async (text, scale, person, machine) => {
    const column: Partial<FileColumn> = { kind: 'decimal', ...(scale === undefined ? {} : { scale }) };
    expect(await fieldOf(text, column)).toBe(person);
    expect(await fieldOf(text, column, robot)).toBe(machine);
  });

  test('C5 a decimal comma is quoted where the comma delimits', async () => {
    expect(await fieldOf('1.5', { kind: 'decimal' }, { ...excelFr, delimiter: ',' })).toBe('"1,5"');
    expect(await fieldOf('15', { kind: 'decimal' }, { ...excelFr, delimiter: ',' })).toBe('15');
  });

  test.each(['NaN', 'Infinity', '1-2', '+1-1', '-', '--1', '1.2.3', '1,5', '=1', '.'])(
    'C5 %s is refused in a column of numbers',
    async (text) => {
      await expect(fieldOf(text, { kind: 'decimal' })).rejects.toMatchObject({ code: 'VALUE_NOT_OF_KIND' });
      await expect(fieldOf(text, { kind: 'integer' }, robot)).rejects.toMatchObject({ code: 'VALUE_NOT_OF_KIND' });
    },
  );

  test('C6 dates follow the profile or a format of the author', async () => {
    expect(await fieldOf('2013-07-25', { kind: 'date' })).toBe('25/07/2013');
    expect(await fieldOf('2013-07-25', { kind: 'date' }, robot)).toBe('2013-07-25');
    expect(await fieldOf('2013-07-25 23:59:58', { kind: 'datetime' })).toBe('25/07/2013 23:59:58');
    expect(await fieldOf('2013-07-25 23:59:58', { kind: 'datetime' }, robot)).toBe('2013-07-25 23:59:58');
    expect(await fieldOf('2013-07-25 23:59:58', { kind: 'date' })).toBe('25/07/2013');
    expect(await fieldOf('2013-07-25', { kind: 'datetime' })).toBe('25/07/2013 00:00:00');
    const iso = { ...robot, dateTimeFormat: 'yyyy-MM-ddTHH:mm:ss' };
    expect(await fieldOf('2013-07-25 23:59:58.5', { kind: 'datetime' }, iso)).toBe('2013-07-25T23:59:58.5');
    const minutes = { ...excelFr, dateTimeFormat: 'dd.MM.yyyy HH:mm' };
    expect(await fieldOf('2013-07-25 23:59:58', { kind: 'datetime' }, minutes)).toBe('25.07.2013 23:59');
    const delimited = { ...excelFr, dateFormat: 'dd;MM;yyyy' };
    expect(await fieldOf('2013-07-25', { kind: 'date' }, delimited)).toBe('"25;07;2013"');
  });

  test('C6 zero and partial dates are empty, raw or refused, and counted', async () => {
    const columns: FileColumn[] = [
      { header: 'a', kind: 'date' },
      { header: 'b', kind: 'datetime' },
    ];
    const rows = [
      ['0000-00-00', '0000-00-00 00:00:00'],
      ['2024-00-15', '2024-01-02 03:04:05'],
    ];
    const empty = await writeCsv(columns, rows, { ...PLAIN_EXCEL, nullText: 'NULL' });
    expect(empty.bytes.toString()).toBe('NULL;NULL\r\nNULL;02/01/2024 03:04:05\r\n');
    expect(empty.written.counters.zeroDates).toBe(3);
    const raw = await writeCsv(columns, rows, PLAIN_ROBOT);
    expect(raw.bytes.toString()).toBe('0000-00-00,0000-00-00 00:00:00\r\n2024-00-15,2024-01-02 03:04:05\r\n');
    expect(raw.written.counters.zeroDates).toBe(3);
    await expect(writeCsv(columns, rows, { zeroDates: 'fail' })).rejects.toMatchObject({ code: 'ZERO_DATE_REFUSED' });
  });

  test('a value that is no date or no duration is refused by place, not shown', async () => {
    const date = fieldOf('secret', { kind: 'date' });
    await expect(date).rejects.toThrow(/^row 1 column 2 \(x\), declared date: got text that is no date/);
    await expect(date).rejects.not.toThrow(/secret/);
    await expect(fieldOf('secret', { kind: 'duration' })).rejects.toMatchObject({ code: 'VALUE_NOT_OF_KIND' });
  });

  test('C8 binary is hex, base64, UTF-8 or left out; BIT is a number', async () => {
    const binary: Partial<FileColumn> = { kind: 'binary' };
    const bytes = Buffer.from([0, 0xff, 0x10]);
    expect(await fieldOf(bytes, binary)).toBe('00ff10');
    expect(await fieldOf(bytes, binary, { ...robot, binary: 'base64' })).toBe('AP8Q');
    expect(await fieldOf(bytes, binary, { ...robot, binary: 'omit' })).toBe('');
    expect(await fieldOf(Buffer.from('é;'), binary, { ...excelFr, binary: 'utf8' })).toBe('"é;"');
    const notText = fieldOf(bytes, binary, { ...excelFr, binary: 'utf8' });
    await expect(notText).rejects.toMatchObject({ code: 'VALUE_NOT_OF_KIND' });
    expect(await fieldOf(Buffer.from([1]), { kind: 'integer', bits: 1 })).toBe('1');
    expect(await fieldOf(Buffer.from([2, 1]), { kind: 'integer', bits: 10 })).toBe('513');
    expect(await fieldOf(Buffer.alloc(8, 0xff), { kind: 'binary', bits: 64 })).toBe('18446744073709551615');
  });

  test('C9 a boolean is written in the words of the profile', async () => {
    const boolean: Partial<FileColumn> = { kind: 'boolean' };
    const values = ['0', '1', '-1', '00'];
    const person = await Promise.all(values.map((value) => fieldOf(value, boolean)));
    expect(person).toEqual(['Non', 'Oui', 'Oui', 'Non']);
    expect(await fieldOf('1', boolean, robot)).toBe('1');
    expect(await fieldOf(Buffer.from([1]), { kind: 'boolean', bits: 1 })).toBe('Oui');
    expect(await fieldOf('1', { kind: 'integer' })).toBe('1');
    expect(await fieldOf('1', boolean, { ...excelFr, booleans: ['a;b', 'n'] })).toBe('"a;b"');
    await expect(fieldOf('O', boolean)).rejects.toMatchObject({ code: 'VALUE_NOT_OF_KIND' });
  });

  test('C10 a TIME may be negative or over a day', async () => {
    for (const time of ['-838:59:59', '36:00:00', '00:00:01.5']) {
      expect(await fieldOf(time, { kind: 'duration' })).toBe(time);
    }
  });

  test('quoteAll quotes every value of every kind and no NULL', async () => {
    const kinds = ['text', 'integer', 'decimal', 'date', 'datetime', 'duration', 'boolean', 'binary'] as const;
    const columns = kinds.map((kind): FileColumn => ({ header: kind, kind }));
    const row = ['a', '1', '1.5', '2013-07-25', '2013-07-25 01:02:03', '01:02:03', '1', Buffer.from([1])];
    const rows = [row, row.map(() => null), row.map(() => '')];
    const { bytes } = await writeCsv(columns, rows, { ...PLAIN_EXCEL, quoteAll: true });
    expect(bytes.toString()).toBe(
      '"a";"1";"1,5";"25/07/2013";"25/07/2013 01:02:03";"01:02:03";"Oui";"01"\r\n;;;;;;;\r\n"";"";"";"";"";"";"";""\r\n',
    );
  });
});

describe('formula guard', () => {
  test.each([
    ['=1+2";=1+2', '"\'=1+2"";=1+2"'],
    ['+1-1', "'+1-1"],
    ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\n=1"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['\0=1+1', "'=1+1"],
    ['-', "'-"],
    ['+221 77 123 45 67', "'+221 77 123 45 67"],
  ])('D1 the text %j is neutralised for a person', async (text, field) => {
    expect(await fieldOf(text)).toBe(field);
  });

  test.each(['+221771234567', '-5', '+1', '-1,5', '-1.50', '1=1', 'a@b.example', 'ﬁn', 'ï'])(
    'D2 the phone, number or text %j is not touched',
    async (text) => {
      expect(await fieldOf(text)).toBe(text);
    },
  );

  test('D1 neutralised texts are counted; numbers and dates are not text', async () => {
    const columns: FileColumn[] = [a, { header: 'n', kind: 'decimal' }, { header: 't', kind: 'duration' }];
    const { bytes, written } = await writeCsv(columns, [['=1', '-5.5', '-01:00:00']], PLAIN_EXCEL);
    expect(bytes.toString()).toBe("'=1;-5,5;-01:00:00\r\n");
    expect(written.counters.neutralisedFormulas).toBe(1);
    expect(written.warnings[0]).toMatch(/^1 texts .*apostrophe; first at row 1 column 1$/);
  });

  test('D1 the guard sees the text as it will be in the file', async () => {
    const { bytes } = await writeCsv([a], [['\u2011cmd']], { ...ansi, onUnmappable: 'transliterate' });
    expect(bytes.toString()).toBe("'-cmd\r\n");
    expect(await ansiBytes('ï¼‹')).toBe(Buffer.from([0xef, 0xbc, 0x8b]).toString('hex'));
  });

  test('a column may be exempt from the guard', async () => {
    expect(await fieldOf('=1', { guard: false })).toBe('=1');
  });

  test('D3 robot never neutralises', async () => {
    for (const text of ['=1+1', '+1-1', '@x', '＝1']) expect(await fieldOf(text, {}, robot)).toBe(text);
  });

  test('D4 a phone is never written as a formula that yields text', async () => {
    expect(await fieldOf('00221')).toBe('00221');
  });
});

test('H3 binary values left out on purpose are said', async () => {
  const columns: FileColumn[] = [a, { header: 'b', kind: 'binary' }];
  const { written } = await writeCsv(columns, [['x', Buffer.from([1])]], { binary: 'omit' });
  expect(written.warnings).toEqual(['column 2 is binary and its values were left out']);
});

test('H3 what is lost is counted and said; a clean file says nothing', async () => {
  const { written } = await writeCsv(
    [a, b],
    [
      ['x', 'y'],
      [null, ''],
    ],
  );
  expect(written.counters).toEqual({
    unmappable: 0,
    controlCharsDropped: 0,
    truncatedCells: 0,
    zeroDates: 0,
    neutralisedFormulas: 0,
    numbersAsText: 0,
  });
  expect(written.warnings).toEqual([]);
});
