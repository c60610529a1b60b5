import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BordereauError } from '../../../../src/lib/errors/bordereau-error.ts';
import type { FileWriter } from '../../../../src/lib/formats/file-writer.ts';
import { openXlsxWriter } from '../../../../src/lib/formats/xlsx/open-xlsx-writer.ts';
import { chunksOf, column, newPath, removeWorkbooks } from '../workbooks/build.ts';

class Cancelled extends BordereauError {
  readonly code = 'CANCELLED';
  readonly retry = 'permanent';
}

const layout = { name: 'Fiches', columns: [column('Nom', 'text')] };
const chunks = [...chunksOf(Array.from({ length: 10_000 }, (_, i) => [`fiche ${i} `.repeat(20)]))];
let path: string;
let file: FileHandle;

beforeEach(async () => {
  path = await newPath('classeur.xlsx');
  file = await open(path, 'w+');
});

afterEach(async () => {
  await file.close().catch(() => {});
  await removeWorkbooks();
});

/** Writes rows for ever; `after` runs after the third round. Gives the writer's own error. */
async function writeForEver(target: FileHandle, signal: AbortSignal, after: () => unknown = () => {}): Promise<never> {
  const writer = openXlsxWriter()(target, signal);
  try {
    await writer.openSheet(layout);
    for (let round = 0; ; round++) {
      for (const chunk of chunks) await writer.write(chunk);
      if (round === 3) await after();
    }
  } finally {
    await writer.abort();
    await writer.abort();
  }
}

const idle = new AbortController().signal;

test('a full disk ends the writer with DiskFull', async () => {
  const full = await open('/dev/full', constants.O_RDWR);
  await expect(writeForEver(full, idle)).rejects.toMatchObject({ code: 'DISK_FULL', retry: 'busy' });
  await full.close();
});

test('a full disk is noticed at the end of a small file too', async () => {
  const full = await open('/dev/full', constants.O_RDWR);
  const writer = openXlsxWriter()(full, idle);
  await writer.openSheet(layout);
  await expect(writer.closeSheet()).rejects.toMatchObject({ code: 'DISK_FULL' });
  await full.close();
});

test('a file closed in the middle ends the writer with FileFault', async () => {
  await expect(writeForEver(file, idle, () => file.close())).rejects.toMatchObject({ code: 'FILE_FAULT' });
});

test('an abort in the middle ends the writer at once with the reason of whoever aborted', async () => {
  const controller = new AbortController();
  const reason = new Cancelled({ where: 'run', got: 'a cancellation' });
  await expect(writeForEver(file, controller.signal, () => controller.abort(reason))).rejects.toBe(reason);
});

test('an abort without a reason of ours is WritingStopped, whatever is called next', async () => {
  const controller = new AbortController();
  const writer = openXlsxWriter()(file, controller.signal);
  await writer.openSheet(layout);
  controller.abort();
  const calls: ((writer: FileWriter) => Promise<unknown>)[] = [
    (open) => open.write(chunks[0]!),
    (open) => open.closeSheet(),
    (open) => open.finish(),
  ];
  for (const call of calls) await expect(call(writer)).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
});

test('after an abort during a write nothing more is written to the file', async () => {
  const controller = new AbortController();
  const writer = openXlsxWriter()(file, controller.signal);
  await writer.openSheet(layout);
  for (const chunk of chunks) await writer.write(chunk);
  const writing = writer.write(chunks[0]!);
  controller.abort();
  await expect(writing).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
  await writer.abort();
  const { size } = await stat(path);
  await expect(writer.closeSheet()).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
  expect((await stat(path)).size).toBe(size);
});

test('a chunk that does not hold the rows it announces is refused', async () => {
  const [chunk] = chunksOf([['x'], ['y']]);
  const wrong = [
    { ...chunk!, rows: 3 },
    { rows: 2, bytes: chunk!.bytes.subarray(0, -1) },
  ];
  for (const bad of wrong) {
    const writer = openXlsxWriter()(file, idle);
    await writer.openSheet(layout);
    await writer.write(bad);
    await expect(writer.closeSheet()).rejects.toMatchObject({ code: 'PROOF_FAILED' });
    await writer.abort();
  }
});

test('an author’s value that is not of its kind names row, column and kind, never the value', async () => {
  const writer = openXlsxWriter()(file, idle);
  await writer.openSheet({ name: 'Fiches', columns: [column('Note', 'decimal')] });
  const [chunk] = chunksOf([['1'], ['secret']]);
  await writer.write(chunk!);
  const error: unknown = await writer.closeSheet().catch((thrown: unknown) => thrown);
  expect(String(error)).toContain('row 2 column 1 (Note), declared decimal: got text that is no number');
  expect(String(error)).not.toContain('secret');
});
