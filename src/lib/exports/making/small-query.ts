import { RowCursor } from '../../rows/row-cursor.ts';
import type { BoundQuery } from '../../sources/bound-query.ts';
import type { SourceSession } from '../../sources/row-source.ts';

/** The first rows of a query that asks a question, cells as the server's text; what comes after `mostRows` is left out. */
export async function smallQuery(
  session: SourceSession,
  query: BoundQuery,
  mostRows: number,
): Promise<(string | null)[][]> {
  const stream = await session.query(query);
  const rows: (string | null)[][] = [];
  for await (const chunk of stream) {
    const cursor = new RowCursor(chunk);
    for (let row = 0; row < chunk.rows && rows.length < mostRows; row++) {
      rows.push(
        stream.columns.map(() => {
          cursor.next();
          return cursor.text();
        }),
      );
    }
  }
  return rows;
}
