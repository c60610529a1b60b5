import type { ColumnMatch } from './columns.ts';

/** A row that is in both files and not the same. Rows count from 1, without the header. */
export interface ChangedRow {
  readonly kind: 'changed';
  readonly oldRow: number;
  readonly newRow: number;
  /** The cells that name it; none by place. */
  readonly key: readonly string[];
  readonly cells: readonly ChangedCell[];
}

/** A row that one file has; its cells are those of the columns that both have. */
export interface LoneRow {
  readonly kind: 'only in old' | 'only in new';
  readonly row: number;
  readonly cells: readonly string[];
}

export type Difference = ChangedRow | LoneRow;

export interface ChangedCell {
  readonly column: string;
  readonly old: string;
  readonly new: string;
}

/** Counts, and tells each difference. */
export class Tally {
  readonly #columns: ColumnMatch;
  readonly #key: readonly number[];
  readonly #tell: (difference: Difference) => void;
  readonly #byColumn = new Map<string, number>();
  #equal = 0;
  #changed = 0;
  #only = { 'only in old': 0, 'only in new': 0 };

  constructor(columns: ColumnMatch, key: readonly number[], tell: (difference: Difference) => void) {
    this.#columns = columns;
    this.#key = key;
    this.#tell = tell;
  }

  /** The cells of the columns that both files have; what a short row lacks is empty. */
  ofOld(row: readonly string[]): string[] {
    return this.#columns.both.map((column) => row[column.old] ?? '');
  }

  ofNew(row: readonly string[]): string[] {
    return this.#columns.both.map((column) => row[column.new] ?? '');
  }

  pair(oldRow: number, before: readonly string[], newRow: number, after: readonly string[]): void {
    const cells = this.#columns.both
      .map(({ name }, place) => ({ column: name, old: before[place] ?? '', new: after[place] ?? '' }))
      .filter((cell) => cell.old !== cell.new);
    if (cells.length === 0) {
      this.#equal++;
      return;
    }
    this.#changed++;
    for (const { column } of cells) this.#byColumn.set(column, (this.#byColumn.get(column) ?? 0) + 1);
    this.#tell({ kind: 'changed', oldRow, newRow, key: this.#key.map((place) => after[place] ?? ''), cells });
  }

  only(kind: 'only in old' | 'only in new', row: number, cells: readonly string[]): void {
    this.#only[kind]++;
    this.#tell({ kind, row, cells });
  }

  counts() {
    return {
      equal: this.#equal,
      changed: this.#changed,
      onlyOld: this.#only['only in old'],
      onlyNew: this.#only['only in new'],
      changedByColumn: this.#byColumn,
    };
  }
}
