import { BaseExport } from './base-export.ts';
import type { ColumnContract } from './columns.ts';
import type { Query } from './query.ts';

/** An export whose file is one table. */
export abstract class TableExport extends BaseExport {
  abstract readonly query: Query;
  /** The contract with the recipient: names, order and count. A query that gives other columns fails before the first row. */
  abstract readonly columns: readonly ColumnContract[];
}
