import type { Temporal } from 'temporal-polyfill';
import type { BoundQuery, SqlValue } from '../../sources/bound-query.ts';
import { bindQuery } from '../../sources/sql-text.ts';
import type { ExportDefinition } from '../definition.ts';
import type { RunContext } from '../run-context.ts';
import type { RunScope } from './run-scope.ts';

/** What hooks of the export see of a run. */
export function contextOf(scope: RunScope, signal: AbortSignal): RunContext {
  return { ...scope, signal };
}

/** The export's SQL with every parameter bound: the interval's, the run's and the author's own. */
export function bindRun(definition: ExportDefinition, sqlText: string, context: RunContext): BoundQuery {
  const always = { ...intervalParameters(context), ...context.params };
  const own = definition.export.parameters(context);
  // Of several sheets each may use some of the author's parameters.
  if (definition.tables.length > 1) return bindQuery(definition.id, sqlText, {}, { ...always, ...own });
  return bindQuery(definition.id, sqlText, own, always);
}

/** The parameters every run with an interval has. */
export function intervalParameters({ intervalId, from, to }: RunContext): Record<string, SqlValue> {
  if (from === null || to === null) return { interval: intervalId };
  return {
    interval: intervalId,
    from: sqlDateTime(from),
    to: sqlDateTime(to),
    from_date: sqlDate(from),
    to_date: sqlDate(to),
  };
}

/** `yyyy-MM-dd HH:mm:ss`, the wall clock of the operation's zone, as DATETIME columns hold it. */
function sqlDateTime(at: Temporal.ZonedDateTime): string {
  return `${sqlDate(at)} ${at.toPlainTime().toString({ smallestUnit: 'second' })}`;
}

function sqlDate(at: Temporal.ZonedDateTime): string {
  return at.toPlainDate().toString();
}
