import type { TotalRow } from '../file-writer.ts';
import { ExactSum } from './exact-sum.ts';

/** The total row of a table under way. */
export class TableTotal {
  /** By column position, from 0. */
  readonly sums: ReadonlyMap<number, ExactSum>;
  /** Position of the column that holds the label; -1 when every column is summed. */
  readonly labelled: number;
  readonly #label: string;
  readonly #columns: number;

  constructor({ label, sums }: TotalRow, columns: number) {
    this.sums = new Map(sums.map((column) => [column, new ExactSum()]));
    this.labelled = Array.from({ length: columns }, (_, i) => i).findIndex((i) => !this.sums.has(i));
    this.#label = label;
    this.#columns = columns;
  }

  /** The row's texts; undefined where it has no cell. */
  texts(): (string | undefined)[] {
    return Array.from({ length: this.#columns }, (_, i) =>
      i === this.labelled ? this.#label : this.sums.get(i)?.text(),
    );
  }
}
