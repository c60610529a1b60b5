import { RowCursor } from '../../rows/row-cursor.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import type { FileColumn } from '../../rows/column.ts';

/** How many rows the widths are measured on (formats.md X15). */
export const MEASURED_ROWS = 200;
const NARROWEST = 8;
const WIDEST = 60;
const PADDING = 2;
/** Room for the arrow of the filter. */
const HEADER_PADDING = 4;

/** Widths in characters of the columns: as declared, else as the header and the first rows need. */
export function columnWidths(columns: readonly FileColumn[], chunk: RowChunk): number[] {
  const longest = columns.map(() => 0);
  const cursor = new RowCursor(chunk);
  const cells = Math.min(chunk.rows, MEASURED_ROWS) * columns.length;
  for (let cell = 0; cell < cells && cursor.next(); cell++) {
    const column = cell % columns.length;
    longest[column] = Math.max(longest[column] ?? 0, shownLength(columns[column]?.kind, cursor));
  }
  return columns.map(({ width, header }, i) => {
    const needed = Math.max(header.length + HEADER_PADDING, (longest[i] ?? 0) + PADDING);
    return width ?? Math.min(Math.max(needed, NARROWEST), WIDEST);
  });
}

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
