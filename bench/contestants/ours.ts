import { open, rename } from 'node:fs/promises';
import { excelFr, robot } from '../../src/lib/formats/csv-profile.ts';
import { openCsvWriter } from '../../src/lib/formats/csv/csv-writer.ts';
import type { OpenWriter } from '../../src/lib/formats/file-writer.ts';
import { csvShape, type FileShape } from '../../src/lib/formats/proof.ts';
import { startProof } from '../../src/lib/formats/prove.ts';
import { openXlsxWriter } from '../../src/lib/formats/xlsx/open-xlsx-writer.ts';
import { openSource } from '../../src/lib/sources/open-source.ts';
import type { Contestant, Task } from './task.ts';

export const csvForPeople: Contestant = (task) =>
  exportTo(task, openCsvWriter(excelFr), (columns) => csvShape(excelFr, columns));

export const csvForRobots: Contestant = (task) =>
  exportTo(task, openCsvWriter(robot), (columns) => csvShape(robot, columns));

export const xlsx: Contestant = (task) => exportTo(task, openXlsxWriter(), () => ({ format: 'xlsx' }));

/** The whole way of a run's file: snapshot, rows, file, sync, proof with sha256, final name. */
async function exportTo(
  { url, sql, path }: Task,
  openWriter: OpenWriter,
  shapeOf: (columns: number) => FileShape,
): Promise<number> {
  const { signal } = new AbortController();
  const part = `${path}.part`;
  const session = await openSource('bench', url).open({ signal, zone: 'UTC' });
  const stream = await session.query({ origin: 'bench', statements: [{ sql, values: [], line: 1 }] });
  const file = await open(part, 'wx+', 0o600);
  const proof = startProof(part, shapeOf(stream.columns.length), signal);
  const writer = openWriter(file, signal);
  await writer.openSheet({
    name: 'bench',
    columns: stream.columns.map((column) => ({ ...column, header: column.name })),
  });
  let rows = 0;
  for await (const chunk of stream) {
    rows += chunk.rows;
    await writer.write(chunk);
  }
  await writer.closeSheet();
  const { sheets } = await writer.finish();
  await session.close();
  await file.sync();
  await file.close();
  await proof.finish({ rowsRead: rows, sheets });
  await rename(part, path);
  return rows;
}
