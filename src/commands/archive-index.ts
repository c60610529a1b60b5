import type { Archive } from '../lib/archive/archive.ts';
import { type IndexRow, indexColumns, indexRows } from '../lib/archive/index-rows.ts';
import { ArchiveDamaged } from '../lib/errors/archive-errors.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import { type ArchivePart, exportsOfPart } from './archive-part.ts';
import { csvHead, csvLine } from './csv-lines.ts';
import type { Output } from './output.ts';

export interface IndexOptions extends ArchivePart {
  /** ISO instants: rows of which something happened from `from` on, and before `until`. */
  readonly from?: string;
  readonly until?: string;
  readonly json?: boolean;
}

/**
 * `bordereau archive index`: what was delivered to whom and when, as a CSV on stdout. Run by run, so that memory does not
 * grow with the archive. Gives the exit code: 1 when a record is damaged and so is missing in it.
 */
export async function archiveIndex(archive: Archive, options: IndexOptions, output: Output): Promise<number> {
  const { json = false } = options;
  const exports = await exportsOfPart(archive, options);
  if (!json) output.write(csvHead(indexColumns));
  let damaged = 0;
  for (const exportId of exports) {
    for (const run of await archive.runsOf(exportId)) {
      const rows = await rowsOrNone(archive, run, output);
      if (rows === null) damaged++;
      for (const row of (rows ?? []).filter((each) => isWithin(each, options))) output.write(lineOf(row, json));
    }
  }
  return damaged === 0 ? 0 : 1;
}

function isWithin({ at }: IndexRow, { from = '', until = '~' }: IndexOptions): boolean {
  return at >= from && at < until;
}

function lineOf(row: IndexRow, json: boolean): string {
  return json ? `${JSON.stringify(row)}\n` : csvLine(indexColumns.map((column) => row[column] ?? null));
}

async function rowsOrNone(archive: Archive, run: RunId, output: Output): Promise<IndexRow[] | null> {
  try {
    return await indexRows(archive, run);
  } catch (error) {
    if (!(error instanceof ArchiveDamaged)) throw error;
    output.note(`${run} is left out: ${error.message}`);
    return null;
  }
}
