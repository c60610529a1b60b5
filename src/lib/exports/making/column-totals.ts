import { ExactSum } from '../../formats/workbook/exact-sum.ts';
import { type AddUp, shownValuesInto } from '../../formats/workbook/shown-values.ts';
import type { FileColumn } from '../../rows/column.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { LoadedTable } from '../definition.ts';
import type { ColumnTotal, Expectations } from '../expectations.ts';

/** Adds up the columns of one table that `equalTotals` names, chunk by chunk as they go by. */
export class ColumnTotals {
  readonly #sheet: string;
  readonly #sums: ReadonlyMap<string, ExactSum>;
  /** By column position; undefined where nothing is added up. */
  readonly #adders: readonly (AddUp | undefined)[];

  constructor(
    { equalTotals = [] }: Expectations,
    { name, columns: contract }: LoadedTable,
    columns: readonly FileColumn[],
  ) {
    const asked = equalTotals.flatMap(({ equals, ...one }) => [one, equals]).filter(({ sheet }) => sheet === name);
    this.#sheet = name;
    this.#sums = new Map(asked.map(({ column }) => [column, new ExactSum()]));
    this.#adders = columns.map((column, i) => {
      const sum = this.#sums.get(contract[i]?.name ?? '');
      return sum && shownValuesInto(sum, column);
    });
  }

  add(chunk: RowChunk): void {
    if (this.#sums.size === 0) return;
    const cursor = new RowCursor(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      for (const addUp of this.#adders) {
        cursor.next();
        addUp?.(cursor.bytes, cursor.start, cursor.end);
      }
    }
  }

  list(): ColumnTotal[] {
    return [...this.#sums].map(([column, sum]) => ({ sheet: this.#sheet, column, total: sum.text() }));
  }
}
