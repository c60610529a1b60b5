import { appendFile, writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import {
  centralHeader,
  endOfDirectory,
  localHeader,
  type ZipEntry,
} from '../../../../src/lib/formats/zip/zip-records.ts';
import { proveXlsx } from '../../../../src/lib/formats/xlsx/prove-xlsx.ts';
import { buildXlsx, column, newPath, prove, removeWorkbooks } from '../workbooks/build.ts';
import { readParts } from '../workbooks/read.ts';

afterEach(removeWorkbooks);

const SHEET = 'xl/worksheets/sheet1.xml';

async function workbook(): Promise<Buffer> {
  const columns = [column('Nom', 'text'), column('N', 'integer')];
  const { bytes } = await buildXlsx([
    {
      columns,
      rows: [
        ['a & b', '1'],
        [' é ', '2'],
        [null, null],
      ],
    },
  ]);
  return bytes;
}

async function proveBytes(bytes: Buffer): Promise<unknown> {
  const path = await newPath('classeur.xlsx');
  await writeFile(path, bytes);
  return prove(path);
}

/** An archive of these parts, made apart from the writer. */
function archive(parts: ReadonlyMap<string, string>): Buffer {
  const pieces: Buffer[] = [];
  const entries: ZipEntry[] = [];
  let position = 0;
  for (const [name, xml] of parts) {
    const bytes = Buffer.from(xml, 'latin1');
    const body = deflateRawSync(bytes);
    const entry: ZipEntry = {
      ...{ name, method: 8, crc: crc32(bytes), compressedSize: body.length, size: bytes.length, position },
    };
    entries.push(entry);
    pieces.push(localHeader(entry), body);
    position += localHeader(entry).length + body.length;
  }
  const directory = Buffer.concat(entries.map(centralHeader));
  return Buffer.concat([...pieces, directory, endOfDirectory(entries.length, position, directory.length)]);
}

/** The workbook with one part changed. */
async function changed(part: string, change: (xml: string) => string): Promise<Buffer> {
  const parts = new Map(
    [...(await readParts(await workbook()))].map(([name, xml]) => [name, Buffer.from(xml).toString('latin1')]),
  );
  parts.set(part, change(parts.get(part)!));
  return archive(parts);
}

test('a whole workbook is proved with its rows, the header not counted', async () => {
  expect(await proveBytes(await workbook())).toEqual([{ name: 'Données', rows: 3 }]);
  expect(await proveBytes(await changed(SHEET, (xml) => xml))).toEqual([{ name: 'Données', rows: 3 }]);
});

test('a file cut short, or with any byte of the sheet changed, is not proved', async () => {
  const bytes = await workbook();
  await expect(proveBytes(bytes.subarray(0, -1))).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  await expect(proveBytes(bytes.subarray(0, 1000))).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  await expect(proveBytes(Buffer.alloc(0))).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  const start = bytes.indexOf(SHEET);
  for (let i = start - 30; i < start + 200; i += 3) {
    const damaged = Buffer.from(bytes);
    damaged[i]! ^= 0x55;
    await expect(proveBytes(damaged), `byte ${i - start}`).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  }
});

test.each<[string, string, (xml: string) => string]>([
  ['a row is missing', SHEET, (xml) => xml.replace(/<row r="3">.*?<\/row>/, '')],
  ['the last row is missing', SHEET, (xml) => xml.replace(/<row r="4">.*?<\/row>/, '')],
  ['a row is there twice', SHEET, (xml) => xml.replace(/(<row r="3">.*?<\/row>)/, '$1$1')],
  [
    'two rows follow the data',
    SHEET,
    (xml) => xml.replace('</sheetData>', '<row r="5"></row><row r="6"></row></sheetData>'),
  ],
  ['a tag is not closed', SHEET, (xml) => xml.replace('</is>', '')],
  ['a formula stands in a cell', SHEET, (xml) => xml.replace('<v>1</v>', '<f>1+1</f><v>2</v>')],
  ['a number is none', SHEET, (xml) => xml.replace('<v>1</v>', '<v>NaN</v>')],
  ['an ampersand stands alone', SHEET, (xml) => xml.replace('&amp;', '&')],
  ['a control character is in a text', SHEET, (xml) => xml.replace('&amp;', '\u0001')],
  ['a byte is no UTF-8', SHEET, (xml) => xml.replace('&amp;', '\u00FF')],
  ['U+FFFE is in a text', SHEET, (xml) => xml.replace('&amp;', '\u00EF\u00BF\u00BE')],
  ['the end of the sheet is cut', SHEET, (xml) => xml.slice(0, -20)],
  ['there are no rows at all', SHEET, (xml) => xml.replace(/<sheetData>.*<\/sheetData>/, '<sheetData/>')],
  ['the styles are not well-formed', 'xl/styles.xml', (xml) => xml.replace('</fonts>', '')],
  [
    'the workbook names a sheet that is not there',
    'xl/workbook.xml',
    (xml) => xml.replace(/r:id="rId\d+"/, 'r:id="rId99"'),
  ],
])('a workbook is not proved when %s', async (_, part, change) => {
  await expect(proveBytes(await changed(part, change))).rejects.toMatchObject({ code: 'PROOF_FAILED' });
});

test('a workbook without one of its parts is not proved', async () => {
  const parts = await readParts(await workbook());
  for (const name of parts.keys()) {
    if (name.startsWith('docProps') || name.startsWith('xl/theme')) continue;
    const others = new Map([...parts].filter(([other]) => other !== name));
    await expect(proveBytes(archive(others)), name).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  }
});

/** Proves a file that its writer has not finished yet. */
async function proveGrowing(
  bytes: Buffer,
): Promise<{ path: string; finished: Int32Array<SharedArrayBuffer>; proof: Promise<unknown> }> {
  const path = await newPath('classeur.xlsx');
  await writeFile(path, bytes);
  const finished = new Int32Array(new SharedArrayBuffer(4));
  const proof = prove(path, (file, signal) => proveXlsx(file, signal, finished));
  return { path, finished, proof };
}

test('a workbook is read while it grows: damage is found before its end', async () => {
  const bytes = await changed(SHEET, (xml) => xml.replace('<v>1</v>', '<f>1+1</f><v>2</v>'));
  const rest = bytes.indexOf(SHEET, bytes.indexOf(SHEET) + 1);
  const { proof } = await proveGrowing(bytes.subarray(0, rest));
  await expect(proof).rejects.toMatchObject({ code: 'PROOF_FAILED' });
});

test('a workbook that comes in pieces, its headers completed at the end, is proved', async () => {
  const bytes = await workbook();
  const begun = Buffer.from(bytes);
  const header = bytes.indexOf(SHEET) - 30;
  begun.fill(0, header + 14, header + 26);
  const { path, finished, proof } = await proveGrowing(begun.subarray(0, 100));
  await appendFile(path, begun.subarray(100, header + 200));
  await appendFile(path, begun.subarray(header + 200));
  await writeFile(path, bytes, { flag: 'r+' });
  Atomics.store(finished, 0, 1);
  expect(await proof).toEqual([{ name: 'Données', rows: 3 }]);
});

test('a workbook whose headers were never completed is not proved', async () => {
  const bytes = await workbook();
  const header = bytes.indexOf(SHEET) - 30;
  bytes.fill(0, header + 14, header + 26);
  const { finished, proof } = await proveGrowing(bytes);
  Atomics.store(finished, 0, 1);
  await expect(proof).rejects.toThrow(/a header that differs from the directory/);
});
