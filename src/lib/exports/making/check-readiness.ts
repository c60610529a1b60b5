import type { Temporal } from 'temporal-polyfill';
import type { RunStatus } from '../../archive/run-state.ts';
import { bindQuery } from '../../sources/sql-text.ts';
import type { RowSource, SourceSession } from '../../sources/row-source.ts';
import { askCheck, type CheckView, type EarlierAsk } from './ask-check.ts';
import { BaseExport } from '../base-export.ts';
import { contextOf, intervalParameters } from './bind-run.ts';
import type { ExportDefinition } from '../definition.ts';
import type { CheckContext, Readiness, RunContext } from '../run-context.ts';
import type { RunScope } from './run-scope.ts';
import { smallQuery } from './small-query.ts';

/** Most rows a readiness query may give: it asks a question, it does not read a table. */
const MOST_ROWS = 1000;

/** What an ask works with beside the export itself. */
export interface ReadinessAsk {
  readonly scope: RunScope;
  readonly source: RowSource;
  readonly signal: AbortSignal;
  readonly now: Temporal.Instant;
  /** Earlier asks of the same wait, oldest first. */
  readonly earlier: readonly EarlierAsk[];
  /** State of another export's run for the same interval. */
  statusOf(exportId: string): Promise<RunStatus | null>;
}

/** The answer, and what the next ask must remember of this one. */
export interface ReadinessAnswer {
  readonly readiness: Readiness;
  readonly seen: Readonly<Record<string, string>>;
}

/**
 * Asks the export's ready-made checks in their order, then its own, with a session of its own on the source; the first
 * that is not ready tells why. Without any check: ready.
 */
export async function checkReadiness(definition: ExportDefinition, ask: ReadinessAsk): Promise<ReadinessAnswer> {
  const { export: made, operation, id } = definition;
  const ownCheck = made.check !== BaseExport.prototype.check;
  if (made.readyWhen.length === 0 && !ownCheck) return { readiness: { ready: true }, seen: {} };
  const session = await ask.source.open({ signal: ask.signal, zone: operation.zone });
  try {
    const context = contextOf(ask.scope, ask.signal);
    const query: CheckContext['query'] = (text, parameters = {}) => answerOf(session, id, text, parameters, context);
    const answer = await askReadyMade(definition, { ...ask, query, zone: operation.zone });
    if (!answer.readiness.ready || !ownCheck) return answer;
    return { ...answer, readiness: await made.check({ ...context, query }) };
  } finally {
    await session.close();
  }
}

/** All of them are asked, so that a count is remembered from the first ask on. */
async function askReadyMade({ export: made }: ExportDefinition, view: CheckView): Promise<ReadinessAnswer> {
  const seen: Record<string, string> = {};
  let first: Readiness = { ready: true };
  for (const [index, check] of made.readyWhen.entries()) {
    const name = String(index);
    const asked = await askCheck(check, name, view);
    if (asked.seen !== undefined) seen[name] = asked.seen;
    if (first.ready) first = asked.readiness;
  }
  return { readiness: first, seen };
}

async function answerOf(
  session: SourceSession,
  origin: string,
  text: string,
  parameters: Readonly<Record<string, string | number | null>>,
  context: RunContext,
): Promise<(string | null)[][]> {
  const always = { ...intervalParameters(context), ...context.params };
  return await smallQuery(session, bindQuery(`${origin}, readiness`, text, parameters, always), MOST_ROWS);
}
