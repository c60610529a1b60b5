import { RowCursor } from '../rows/row-cursor.ts';
import { bindQuery } from '../sources/sql-text.ts';
import type { RowSource, SourceSession } from '../sources/row-source.ts';
import { BaseExport } from './base-export.ts';
import { contextOf } from './bind-run.ts';
import type { ExportDefinition } from './definition.ts';
import type { CheckContext, Readiness } from './run-context.ts';
import type { RunScope } from './run-scope.ts';

/** Most rows a readiness query may give: it asks a question, it does not read a table. */
const MOST_ROWS = 1000;

/** Asks the export's own check, with a session of its own on the source; no check: ready. */
export async function checkReadiness(
  definition: ExportDefinition,
  scope: RunScope,
  source: RowSource,
  signal: AbortSignal,
): Promise<Readiness> {
  const { export: made, operation, id } = definition;
  if (made.check === BaseExport.prototype.check) return { ready: true };
  const session = await source.open({ signal, zone: operation.zone });
  try {
    const query: CheckContext['query'] = (text, parameters = {}) => ask(session, id, text, parameters);
    return await made.check({ ...contextOf(scope, signal), query });
  } finally {
    await session.close();
  }
}

async function ask(
  session: SourceSession,
  origin: string,
  text: string,
  parameters: Readonly<Record<string, string | number | null>>,
): Promise<(string | null)[][]> {
  const stream = await session.query(bindQuery(`${origin} check()`, text, parameters));
  const rows: (string | null)[][] = [];
  for await (const chunk of stream) {
    const cursor = new RowCursor(chunk);
    for (let row = 0; row < chunk.rows && rows.length < MOST_ROWS; row++) {
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
