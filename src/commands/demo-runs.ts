import { Temporal } from 'temporal-polyfill';
import { SAMPLE_DAY } from '../embedded/sample/segments.ts';
import { type RunId, makeRunId } from '../lib/archive/run-id.ts';
import { duesBetween } from '../lib/calendar/dues.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { discover } from '../lib/exports/discover.ts';
import { openSource } from '../lib/sources/open-source.ts';
import { type Engine, sourceUrl } from '../processes/engine.ts';

/** What the demo makes of an export. */
export interface DemoExport {
  readonly id: string;
  readonly trigger: 'manual' | 'event';
  readonly runs: readonly RunId[];
}

/**
 * The last run of each export that is due by the end of the morning after the sample day; then those of each value that
 * a query finds.
 */
export async function demoExports(engine: Engine): Promise<DemoExport[]> {
  const definitions = [...engine.registry.values()];
  const due = definitions.map((definition) => {
    return { id: definition.id, trigger: 'manual', runs: lastDue(definition) } as const;
  });
  const events = definitions.filter(({ discoverSql }) => discoverSql !== null);
  const found = events.map(async (definition) => {
    return { id: definition.id, trigger: 'event', runs: await valuesOf(engine, definition) } as const;
  });
  return [...due, ...(await Promise.all(found))].filter(({ runs }) => runs.length > 0);
}

function lastDue({ id, operation, export: { schedule } }: ExportDefinition): RunId[] {
  if (schedule === null) return [];
  const evening = Temporal.PlainDate.from(SAMPLE_DAY).add({ days: 2 }).toZonedDateTime(operation.zone);
  const context = { zone: operation.zone, calendar: operation.calendar ?? {} };
  const dues = duesBetween(schedule, context, evening.subtract({ months: 1 }).toInstant(), evening.toInstant());
  return dues.slice(-1).map(({ interval }) => makeRunId(id, interval.id));
}

async function valuesOf(engine: Engine, definition: ExportDefinition): Promise<RunId[]> {
  const name = definition.export.source;
  const source = openSource(name, sourceUrl(engine.settings, name));
  const { scopes } = await discover(definition, source, new AbortController().signal);
  return scopes.map(({ intervalId }) => makeRunId(definition.id, intervalId));
}
