import { constants } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BordereauError } from '../../../../src/lib/errors/bordereau-error.ts';
import { robot } from '../../../../src/lib/formats/csv-profile.ts';
import { openCsvWriter } from '../../../../src/lib/formats/csv/csv-writer.ts';
import { chunksOf, textColumn } from '../../../support/written-csv.ts';

class Cancelled extends BordereauError {
  readonly code = 'CANCELLED';
  readonly retry = 'permanent';
}

const rows = Array.from({ length: 10_000 }, (_, row) => [`row ${row} `.repeat(20)]);
let dir: string;
let file: FileHandle;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bordereau-csv-'));
  file = await open(join(dir, 'file.csv'), 'wx+');
});

afterEach(async () => {
  await file.close().catch(() => {});
  await rm(dir, { recursive: true });
});

/** Writes rows for ever; `after` runs after the third chunk. */
async function writeForEver(target: FileHandle, signal: AbortSignal, after: () => unknown = () => {}): Promise<void> {
  const writer = openCsvWriter(robot)(target, signal);
  await writer.openSheet({ name: '', columns: [textColumn('a')] });
  try {
    for (let chunks = 0; ; chunks++) {
      for (const chunk of chunksOf(rows)) await writer.write(chunk);
      if (chunks === 3) await after();
    }
  } finally {
    await writer.abort();
    await writer.abort();
  }
}

test('a full disk ends the writer with DiskFull', async () => {
  const full = await open('/dev/full', constants.O_RDWR);
  await expect(writeForEver(full, new AbortController().signal)).rejects.toMatchObject({
    code: 'DISK_FULL',
    retry: 'busy',
  });
  await full.close();
});

test('a full disk is noticed at the end of a small file too', async () => {
  const full = await open('/dev/full', constants.O_RDWR);
  const writer = openCsvWriter(robot)(full, new AbortController().signal);
  await writer.openSheet({ name: '', columns: [textColumn('a')] });
  await writer.closeSheet();
  await expect(writer.finish()).rejects.toMatchObject({ code: 'DISK_FULL' });
  await full.close();
});

test('a file closed in the middle ends the writer with FileFault', async () => {
  const { signal } = new AbortController();
  await expect(writeForEver(file, signal, () => file.close())).rejects.toMatchObject({ code: 'FILE_FAULT' });
});

test('an abort in the middle ends the writer with the reason of whoever aborted', async () => {
  const controller = new AbortController();
  const reason = new Cancelled({ where: 'run', got: 'a cancellation' });
  await expect(writeForEver(file, controller.signal, () => controller.abort(reason))).rejects.toBe(reason);
});

test('an abort without a reason of ours is WritingStopped', async () => {
  const controller = new AbortController();
  await expect(writeForEver(file, controller.signal, () => controller.abort())).rejects.toMatchObject({
    code: 'WRITING_STOPPED',
    retry: 'transient',
  });
});

test('a second sheet and a sheet without columns are refused', async () => {
  const writer = openCsvWriter(robot)(file, new AbortController().signal);
  await expect(writer.openSheet({ name: '', columns: [] })).rejects.toMatchObject({ code: 'CSV_PROFILE_INVALID' });
  await writer.openSheet({ name: '', columns: [textColumn('a')] });
  await expect(writer.openSheet({ name: '', columns: [textColumn('a')] })).rejects.toThrow(/a second sheet/);
});

test('a chunk that does not hold the rows it announces is refused', async () => {
  const writer = openCsvWriter(robot)(file, new AbortController().signal);
  await writer.openSheet({ name: '', columns: [textColumn('a')] });
  const [chunk] = chunksOf([['x'], ['y']]);
  if (chunk === undefined) throw new Error('no chunk');
  await expect(writer.write({ ...chunk, rows: 3 })).rejects.toMatchObject({ code: 'PROOF_FAILED' });
  await expect(writer.write({ rows: 2, bytes: chunk.bytes.subarray(0, -1) })).rejects.toThrow(/whole rows/);
});
