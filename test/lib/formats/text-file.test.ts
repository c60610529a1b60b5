import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FileColumn } from '../../../src/lib/rows/column.ts';
import type { WrittenFile } from '../../../src/lib/formats/file-writer.ts';
import { proveFile } from '../../../src/lib/formats/prove.ts';
import { openTextWriter, type TextTemplate, textShape } from '../../../src/lib/formats/text-file.ts';
import { type Cell, chunksOf, textColumn } from '../../support/written-csv.ts';

const SMS: TextTemplate = { header: ['[sms]'], line: 'gsm={gsm}', footer: ['txt=Merci de votre réabonnement.'] };

async function writeText(
  template: TextTemplate,
  columns: readonly FileColumn[],
  rows: readonly (readonly Cell[])[],
): Promise<{ path: string; text: string; written: WrittenFile }> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-text-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'sms.txt');
  const file = await open(path, 'wx+');
  const writer = openTextWriter(template)(file, new AbortController().signal);
  try {
    await writer.openSheet({ name: 'sms', columns });
    for (const chunk of chunksOf(rows)) await writer.write(chunk);
    await writer.closeSheet();
    const written = await writer.finish();
    return { path, text: await readFile(path, 'utf8'), written };
  } finally {
    await file.close();
  }
}

test('a text has its first lines, one line for each row, its last lines, and a proof', async () => {
  const rows = [['+221771234567'], ['00221771234568']];
  const { path, text, written } = await writeText(SMS, [textColumn('gsm')], rows);
  expect(text).toBe('[sms]\ngsm=+221771234567\ngsm=00221771234568\ntxt=Merci de votre réabonnement.\n');
  const { signal } = new AbortController();
  const proof = await proveFile(path, textShape(SMS), { rowsRead: 2, sheets: written.sheets }, signal);
  expect(proof).toMatchObject({ bytes: Buffer.byteLength(text), sheets: [{ rows: 2 }] });
  await expect(proveFile(path, textShape(SMS), { rowsRead: 3, sheets: written.sheets }, signal)).rejects.toMatchObject({
    code: 'PROOF_FAILED',
  });
});

test('no rows leave the lines around them', async () => {
  expect((await writeText(SMS, [textColumn('gsm')], [])).text).toBe('[sms]\ntxt=Merci de votre réabonnement.\n');
});

test('a line may hold several columns, NULL is nothing, a line break in a value is dropped and counted', async () => {
  const template = { header: [], line: '{b}:{a}', footer: [] };
  const { text, written } = await writeText(
    template,
    [textColumn('a'), textColumn('b')],
    [
      ['1', null],
      ['2\r\n3', 'x'],
    ],
  );
  expect(text).toBe(':1\nx:23\n');
  expect(written.counters.controlCharsDropped).toBe(2);
  expect(written.warnings).toEqual(['2 control characters were dropped; first at row 2 column 1']);
});

test('a BIT is a number, bytes that are no UTF-8 are replaced and counted', async () => {
  const columns: FileColumn[] = [{ header: 'a', kind: 'integer', bits: 10 }, textColumn('b')];
  const template = { header: [], line: '{a}:{b}', footer: [] };
  const rows = [
    [Buffer.from([2, 1]), Buffer.from([0x61, 0xff])],
    [null, null],
  ];
  const { text, written } = await writeText(template, columns, rows);
  expect(text).toBe('513:a\uFFFD\n:\n');
  expect(written.counters.unmappable).toBe(1);
});

test('a line that names no column is refused with what was meant', async () => {
  await expect(writeText({ ...SMS, line: 'gsm={gms}' }, [textColumn('gsm')], [])).rejects.toThrow(
    /got \{gms\}.*Did you mean \{gsm\}/,
  );
});
