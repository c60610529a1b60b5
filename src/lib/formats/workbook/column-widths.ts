import type { FileColumn } from '../../rows/column.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import { RowCursor } from '../../rows/row-cursor.ts';

/** How many rows the widths are measured on (formats.md X15). */
const MEASURED_ROWS = 200;
const NARROWEST = 8;
const WIDEST = 60;
const PADDING = 2;
/** Room for the arrow of the filter. */
const HEADER_PADDING = 4;

/** Widths in characters of a table's columns: as declared, else as the header and the first rows need. */
export class ColumnWidths {
  readonly #columns: readonly FileColumn[];
  readonly #longest: number[];
  #rows = 0;

  constructor(columns: readonly FileColumn[]) {
    this.#columns = columns;
    this.#longest = columns.map(() => 0);
  }

  /** Enough rows were seen. */
  get isSure(): boolean {
    return this.#rows >= MEASURED_ROWS;
  }

  /** Looks at the rows of a chunk, as far as they are still needed. */
  measure(chunk: RowChunk): void {
    const rows = Math.min(chunk.rows, MEASURED_ROWS - this.#rows);
    this.#rows += rows;
    const count = this.#columns.length;
    const cursor = new RowCursor(chunk);
    for (let cell = 0; cell < rows * count && cursor.next(); cell++) {
      const i = cell % count;
      this.#longest[i] = Math.max(this.#longest[i] ?? 0, shownLength(this.#columns[i]?.kind, cursor));
    }
  }

  widths(): number[] {
    return this.#columns.map(({ width, header }, i) => {
      const needed = Math.max(header.length + HEADER_PADDING, (this.#longest[i] ?? 0) + PADDING);
      return width ?? Math.min(Math.max(needed, NARROWEST), WIDEST);
    });
  }
}

/** Characters of the longest line; bytes are shown as two digits each. */
function shownLength(kind: FileColumn['kind'] | undefined, cursor: RowCursor): number {
  if (kind === 'binary') return (cursor.end - cursor.start) * 2;
  const text = cursor.text() ?? '';
  return Math.max(
    ...text
      .slice(0, WIDEST * 4)
      .split('\n')
      .map((line) => line.length),
  );
}
