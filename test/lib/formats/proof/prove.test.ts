import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { excelFr } from '../../../../src/lib/formats/csv-profile.ts';
import { openCsvWriter } from '../../../../src/lib/formats/csv/csv-writer.ts';
import { csvShape, type Expectation } from '../../../../src/lib/formats/proof.ts';
import { proveFile, startProof } from '../../../../src/lib/formats/prove.ts';
import { openXlsxWriter } from '../../../../src/lib/formats/xlsx/open-xlsx-writer.ts';
import { chunksOf, textColumn } from '../../../support/written-csv.ts';

const shape = csvShape(excelFr, 2);
const { signal } = new AbortController();
let dir: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bordereau-proof-'));
  path = join(dir, 'file.csv');
});

afterEach(() => rm(dir, { recursive: true }));

const three: Expectation = { rowsRead: 3, sheets: [{ rows: 3 }] };
const CONTENT = '\uFEFFa;b\r\n1;2\r\n3;4\r\n5;"6\r\n7"\r\n';

test('the hash, the size and the rows are those of the bytes in the file', async () => {
  await writeFile(path, CONTENT);
  expect(await proveFile(path, shape, three, signal)).toEqual({
    bytes: Buffer.byteLength(CONTENT),
    sha256: createHash('sha256').update(CONTENT).digest('hex'),
    sheets: [{ rows: 3 }],
  });
});

test.each([
  ['the source gave another number', { rowsRead: 4, sheets: [{ rows: 3 }] }, /4 rows read, 3 written, 3 proved/],
  ['the writer says another number', { rowsRead: 4, sheets: [{ rows: 4 }] }, /4 rows read, 4 written, 3 proved/],
  ['the writer wrote other sheets', { rowsRead: 3, sheets: [{ rows: 1 }, { rows: 2 }] }, /1 \+ 2 written, 3 proved/],
])('the proof fails when %s', async (_name, expected, message) => {
  await writeFile(path, CONTENT);
  const proof = proveFile(path, shape, expected, signal);
  await expect(proof).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  await expect(proof).rejects.toThrow(message);
});

test('a malformed file and a vanished file fail the proof with their own errors', async () => {
  await writeFile(path, `${CONTENT}8`);
  await expect(proveFile(path, shape, three, signal)).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  await expect(proveFile(join(dir, 'none'), shape, three, signal)).rejects.toThrow(/ENOENT/);
});

test('a file is read back while it is being written', async () => {
  await writeFile(path, '');
  const proof = startProof(path, shape, signal);
  for (const piece of ['\uFEFFa;b\r\n1;', '2\r\n3;"', '4"\r', '\n5;6\r\n']) await appendFile(path, piece);
  expect((await proof.finish(three)).sheets).toEqual([{ rows: 3 }]);
});

test('what the CSV writer wrote is proved', async () => {
  const file = await open(path, 'wx+');
  const columns = [textColumn('a'), textColumn('b')];
  const proof = startProof(path, csvShape(excelFr, columns.length), signal);
  const rows = Array.from({ length: 50_000 }, (_, row) => [`ligne\n${row}`, '"é";']);
  const writer = openCsvWriter(excelFr)(file, signal);
  await writer.openSheet({ name: '', columns });
  for (const chunk of chunksOf(rows)) await writer.write(chunk);
  await writer.closeSheet();
  const { sheets } = await writer.finish();
  await file.close();
  expect((await proof.finish({ rowsRead: rows.length, sheets })).sheets).toEqual([{ rows: 50_000 }]);
});

test('a workbook is proved sheet by sheet while it is written', async () => {
  const file = await open(path, 'wx+');
  const proof = startProof(path, { format: 'xlsx' }, signal);
  const writer = openXlsxWriter()(file, signal);
  for (const [name, count] of [
    ['Synthèse', 2],
    ['Détail', 5_000],
  ] as const) {
    await writer.openSheet({ name, columns: [textColumn('a')] });
    for (const chunk of chunksOf(Array.from({ length: count }, (_, row) => [`${row}`]))) await writer.write(chunk);
    await writer.closeSheet();
  }
  const { sheets } = await writer.finish();
  await file.close();
  expect((await proof.finish({ rowsRead: 5_002, sheets })).sheets).toEqual([
    { name: 'Synthèse', rows: 2 },
    { name: 'Détail', rows: 5_000 },
  ]);
});

test('a file that was cut short behind the reader fails the proof', async () => {
  await writeFile(path, CONTENT);
  const proof = startProof(path, shape, signal);
  const size = Buffer.byteLength(CONTENT);
  await truncate(path, size - 10);
  await expect(proof.finish(three)).rejects.toMatchObject({ code: 'PROOF_FAILED' });
});

test('an abort ends a proof that waits for more of the file', async () => {
  await writeFile(path, '');
  const controller = new AbortController();
  const proof = startProof(path, shape, controller.signal);
  controller.abort();
  await expect(proof.finish(three)).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
});

test('a proof may be stopped twice, and after its end', async () => {
  await writeFile(path, CONTENT);
  const proof = startProof(path, shape, signal);
  await proof.finish(three);
  await proof.stop();
  await proof.stop();
});
