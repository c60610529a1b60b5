import { describe, expect, test } from 'vitest';
import { openCsvWriter } from '../../../../src/lib/formats/csv/csv-writer.ts';
import { excelFr, robot } from '../../../../src/lib/formats/csv-profile.ts';
import { CsvProfileInvalid, FieldTooLong } from '../../../../src/lib/errors/format-errors.ts';
import { fieldOf, PLAIN_EXCEL, PLAIN_ROBOT, textColumn, writeCsv } from '../../../support/written-csv.ts';

const [a, b] = [textColumn('a'), textColumn('b')];

describe('bytes on disk', () => {
  test('A1 excel-fr begins with exactly one byte order mark, robot with none', async () => {
    const columns = [textColumn('n°'), textColumn('é')];
    const person = await writeCsv(columns, [], excelFr);
    expect(person.bytes.toString('hex')).toBe('efbbbf6ec2b03bc3a90d0a');
    const machine = await writeCsv(columns, [], robot);
    expect(machine.bytes.toString('hex')).toBe('6ec2b02cc3a90d0a');
  });

  test('A2 no sep= line is ever written', async () => {
    const { bytes } = await writeCsv([a], [['1']]);
    expect(bytes.toString()).toBe('\uFEFFa\r\n1\r\n');
  });

  test.each([';', ',', '\t', '|'])('A3 the delimiter %j is allowed', async (delimiter) => {
    const { bytes } = await writeCsv([a, b], [[`x${delimiter}y`, 'z']], { ...PLAIN_ROBOT, delimiter });
    expect(bytes.toString()).toBe(`"x${delimiter}y"${delimiter}z\r\n`);
  });

  test.each(['"', '\r', '\n', '', ';;', 'é', 'x', '0'])('A3 the delimiter %j is refused', (delimiter) => {
    expect(() => openCsvWriter({ ...robot, delimiter })).toThrow(CsvProfileInvalid);
  });

  test('a profile that cannot be is refused with every problem at once', () => {
    const profile = { ...robot, bom: true, encoding: 'windows-1252', dateFormat: 'dd/mmm', maxFieldBytes: 0 } as const;
    expect(() => openCsvWriter(profile)).toThrow(
      /bom true; dateFormat "dd\/mmm"; maxFieldBytes 0, expected bom: false.*dateFormat: yyyy.*maxFieldBytes: a whole/s,
    );
  });

  test('A4 every record ends with CR LF, the last included; LF on demand', async () => {
    const rows = [['1'], ['2']];
    expect((await writeCsv([a], rows, PLAIN_ROBOT)).bytes.toString()).toBe('1\r\n2\r\n');
    expect((await writeCsv([a], rows, { ...PLAIN_ROBOT, recordEnd: '\n' })).bytes.toString()).toBe('1\n2\n');
  });

  test('A5 a field with the delimiter, a quote, CR or LF is quoted, whatever ends the record', async () => {
    expect(await fieldOf('ligne 1\nligne 2; "cité"')).toBe('"ligne 1\nligne 2; ""cité"""');
    for (const recordEnd of ['\r\n', '\n'] as const) {
      expect(await fieldOf('a\rb', {}, { ...robot, recordEnd })).toBe('"a\rb"');
      expect(await fieldOf('a\nb', {}, { ...robot, recordEnd })).toBe('"a\nb"');
    }
    expect(await fieldOf('x,y')).toBe('x,y');
    expect(await fieldOf('x,y', {}, robot)).toBe('"x,y"');
  });

  test('A6 robot alters no text, excel-fr makes line breaks in cells LF', async () => {
    expect(await fieldOf(' A\r\nb\rc\n', {}, robot)).toBe('" A\r\nb\rc\n"');
    expect(await fieldOf(' A\r\nb\rc\n')).toBe('" A\nb\nc\n"');
  });

  test('A7 a blank at either end is quoted', async () => {
    expect(await fieldOf(' x ')).toBe('" x "');
    expect(await fieldOf('x\t', {}, robot)).toBe('"x\t"');
    expect(await fieldOf('\tx', {}, robot)).toBe('"\tx"');
    expect(await fieldOf(' ', {}, robot)).toBe('" "');
    expect(await fieldOf('x y')).toBe('x y');
  });

  test('A8 NULL and the empty string leave nothing, unless told apart', async () => {
    const row = [[null, '', 'x']];
    const columns = [a, b, textColumn('c')];
    const written = async (changes: object): Promise<string> =>
      (await writeCsv(columns, row, { ...PLAIN_EXCEL, ...changes })).bytes.toString();
    expect(await written({})).toBe(';;x\r\n');
    expect(await written({ nullText: String.raw`\N` })).toBe('\\N;;x\r\n');
    expect(await written({ nullText: 'a;b' })).toBe('"a;b";;x\r\n');
    expect(await written({ quoteEmpty: true })).toBe(';"";x\r\n');
    expect(await written({ quoteAll: true })).toBe(';"";"x"\r\n');
    expect(await written({ quoteAll: true, nullText: 'NULL' })).toBe('NULL;"";"x"\r\n');
  });

  test('A9 a lone empty field is written as two quotes, since parsers skip empty lines', async () => {
    expect((await writeCsv([a], [[null], [''], ['x']], PLAIN_EXCEL)).bytes.toString()).toBe('""\r\n""\r\nx\r\n');
  });

  test('A10 the header is written with no rows', async () => {
    const { bytes, written } = await writeCsv([textColumn('id'), textColumn('s')], [], { bom: false });
    expect(bytes.toString()).toBe('id;s\r\n');
    expect(written.sheets).toEqual([{ name: 'csv', rows: 0, columns: 2 }]);
  });

  test('A11 columns of the same title are all kept and numbered, with a warning', async () => {
    const columns = ['a', 'a', 'a (2)', 'a'].map(textColumn);
    const numbered = await writeCsv(columns, [['1', '2', '3', '4']], { bom: false });
    expect(numbered.bytes.toString()).toBe('a;a (3);a (2);a (4)\r\n1;2;3;4\r\n');
    expect(numbered.written.warnings).toHaveLength(2);
    const kept = await writeCsv(columns, [], { ...robot, duplicateHeaders: 'keep' });
    expect(kept.bytes.toString()).toBe('a,a,a (2),a\r\n');
    expect(kept.written.warnings).toEqual([]);
  });

  test('A12 titles go through quoting and guard, an empty one is named', async () => {
    const { bytes } = await writeCsv(['Prénom; nom', '', '=1+1'].map(textColumn), [], { bom: false });
    expect(bytes.toString()).toBe('"Prénom; nom";Colonne 2;\'=1+1\r\n');
  });

  test('A13 the file never begins with the letters ID', async () => {
    expect((await writeCsv([textColumn('ID'), a], [], robot)).bytes.toString()).toBe('"ID",a\r\n');
    expect((await writeCsv([textColumn('IDENT')], [['ID']])).bytes.toString()).toBe('\uFEFF"IDENT"\r\nID\r\n');
    const rows = [
      ['ID1', 'ID'],
      ['ID2', 'ID'],
    ];
    expect((await writeCsv([a, b], rows, PLAIN_ROBOT)).bytes.toString()).toBe('"ID1",ID\r\nID2,ID\r\n');
  });

  test('A14 more records than Excel shows give a warning', async () => {
    const rows = Array.from({ length: 1_048_576 }, () => ['x']);
    const { written } = await writeCsv([a], rows);
    expect(written.sheets[0]?.rows).toBe(1_048_576);
    expect(written.warnings).toEqual(['1048577 records: Excel shows the first 1048576 and drops the rest']);
    expect((await writeCsv([a], rows, PLAIN_EXCEL)).written.warnings).toEqual([]);
  });

  test('A15 a value longer than an Excel cell gives a warning in excel-fr and is whole in robot', async () => {
    const rows = [
      ['é'.repeat(32_767), 'x'],
      ['x', 'é'.repeat(32_768)],
    ];
    const person = await writeCsv([a, b], rows);
    expect(person.written.warnings).toEqual([
      '1 cells are longer than the 32,767 characters that Excel shows; first at row 2 column 2',
    ]);
    const machine = await writeCsv([a, b], rows, PLAIN_ROBOT);
    expect(machine.written.warnings).toEqual([]);
    expect(machine.bytes.toString()).toBe(`${rows.map((row) => row.join(',')).join('\r\n')}\r\n`);
  });

  test('A16 U+0000 is dropped and counted, or refused', async () => {
    const { bytes, written } = await writeCsv(
      [a, b],
      [
        ['x', 'y'],
        ['\0p\0q', '\0'],
      ],
      PLAIN_EXCEL,
    );
    expect(bytes.toString()).toBe('x;y\r\npq;\r\n');
    expect(written.counters.controlCharsDropped).toBe(3);
    expect(written.warnings).toEqual(['3 control characters were dropped; first at row 2 column 1, row 2 column 2']);
    await expect(writeCsv([a], [['\0']], robot)).rejects.toMatchObject({ code: 'CONTROL_CHARACTER_REFUSED' });
  });

  test('A17 one field is bounded, 16 MiB unless said otherwise', async () => {
    const long = 'x'.repeat(16 * 1024 * 1024);
    expect((await writeCsv([a, b], [[long, 'y']], PLAIN_ROBOT)).bytes.length).toBe(long.length + 4);
    await expect(writeCsv([a], [[`${long}x`]], robot)).rejects.toThrow(FieldTooLong);
    await expect(writeCsv([a], [['x'.repeat(300)]], { maxFieldBytes: 299 })).rejects.toThrow(
      /row 1: got a value of 300/,
    );
  });
});
