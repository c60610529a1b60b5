import { type ColumnMatch, keyPlaces, matchColumns } from './columns.ts';
import { HeldRows } from './held-rows.ts';
import { Rows } from './rows.ts';
import type { TableFile } from './table-file.ts';
import { type Difference, Tally } from './tally.ts';

/** How the rows of two files go together: by place, by the columns that name a row, or as whole rows in any order. */
export type RowMatch =
  | { readonly by: 'place' | 'whole row' }
  | { readonly by: 'key'; readonly columns: readonly string[] };

export interface CompareOptions {
  readonly match: RowMatch;
  /** The first row is a header; else columns are named by their number. */
  readonly header: boolean;
}

/** What a comparison found, in numbers. */
export interface Comparison {
  readonly columns: ColumnMatch;
  readonly oldRows: number;
  readonly newRows: number;
  readonly equal: number;
  readonly changed: number;
  readonly onlyOld: number;
  readonly onlyNew: number;
  /** Changed cells of each column that has any. */
  readonly changedByColumn: ReadonlyMap<string, number>;
}

/**
 * Compares two files row by row; each difference is told as it is found. By place memory does not grow with the files;
 * otherwise the rows of the old one are held, and ComparisonTooLarge is thrown when they are too many.
 */
export async function compareTables(
  before: TableFile,
  after: TableFile,
  { match, header }: CompareOptions,
  tell: (difference: Difference) => void,
): Promise<Comparison> {
  const [oldRows, newRows] = [new Rows(before), new Rows(after)];
  try {
    const [oldHeader, newHeader] = [await oldRows.header(header), await newRows.header(header)];
    const columns = matchColumns(oldHeader, newHeader);
    const key = match.by === 'key' ? keyPlaces(columns, match.columns) : [];
    const tally = new Tally(columns, key, tell);
    if (match.by === 'place') await byPlace(oldRows, newRows, tally);
    else await byKey(oldRows, newRows, match.by === 'key' ? key : null, tally);
    return { columns, oldRows: oldRows.count, newRows: newRows.count, ...tally.counts() };
  } finally {
    await Promise.all([oldRows.close(), newRows.close()]);
  }
}

async function byPlace(before: Rows, after: Rows, tally: Tally): Promise<void> {
  for (;;) {
    const [one, other] = [await before.next(), await after.next()];
    if (one === null && other === null) return;
    if (one !== null && other !== null) tally.pair(before.count, tally.ofOld(one), after.count, tally.ofNew(other));
    else if (one !== null) tally.only('only in old', before.count, tally.ofOld(one));
    else if (other !== null) tally.only('only in new', after.count, tally.ofNew(other));
  }
}

async function byKey(before: Rows, after: Rows, key: readonly number[] | null, tally: Tally): Promise<void> {
  const held = new HeldRows(key);
  for (let row = await before.next(); row !== null; row = await before.next()) held.add(before.count, tally.ofOld(row));
  for (let row = await after.next(); row !== null; row = await after.next()) {
    const cells = tally.ofNew(row);
    const match = held.take(cells);
    if (match === null) tally.only('only in new', after.count, cells);
    else tally.pair(match.row, match.cells, after.count, cells);
  }
  for (const { row, cells } of held.left()) tally.only('only in old', row, cells);
}
