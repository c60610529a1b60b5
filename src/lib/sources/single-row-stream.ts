import { SourceSessionMisused } from '../errors/source-errors.ts';
import type { SourceColumn } from '../rows/column.ts';
import type { RowChunk } from '../rows/row-chunk.ts';
import type { RowStream } from './row-source.ts';

/** Rows that come once. A second iteration is refused, for it would find nothing and look like an empty result. */
export class SingleRowStream implements RowStream {
  readonly columns: readonly SourceColumn[];
  readonly #where: string;
  readonly #rows: AsyncIterator<RowChunk>;
  #taken = false;

  constructor(where: string, columns: readonly SourceColumn[], rows: AsyncIterator<RowChunk>) {
    this.#where = where;
    this.columns = columns;
    this.#rows = rows;
  }

  [Symbol.asyncIterator](): AsyncIterator<RowChunk> {
    if (this.#taken) throw new SourceSessionMisused({ where: this.#where, got: 'a second iteration over its rows' });
    this.#taken = true;
    return this.#rows;
  }
}
