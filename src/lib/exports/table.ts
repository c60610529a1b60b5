import type { ColumnContract } from './columns.ts';
import type { Query } from './query.ts';

/** One table of a file: the whole of a CSV or text, one sheet of a workbook. */
export interface Table {
  /** The sheet's name; empty where the file has none. */
  readonly name: string;
  readonly query: Query;
  /** The contract with the recipient: names, order and count. A query that gives other columns fails before the first row. */
  readonly columns: readonly ColumnContract[];
  /** A last row with sums, workbooks only. */
  readonly total?: Total;
}

/** A row under the data: a label, and the exact sums of the columns named. */
export interface Total {
  readonly label: string;
  readonly sums: readonly string[];
}

/** A sheet of a workbook that has several. */
export function sheet(name: string, table: Omit<Table, 'name'>): Table {
  return { name, ...table };
}
