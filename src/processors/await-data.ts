import { Temporal } from 'temporal-polyfill';
import type { RunEvent } from '../lib/archive/run-event.ts';
import { type RunId, makeRunId } from '../lib/archive/run-id.ts';
import { epochMs } from '../lib/clock.ts';
import { NeverReady } from '../lib/errors/queue-errors.ts';
import { checkReadiness } from '../lib/exports/making/check-readiness.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import type { RunScope } from '../lib/exports/making/run-scope.ts';
import type { Attempt } from './attempt.ts';
import type { RunDeps } from './run-deps.ts';

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

interface Wanted {
  readonly run: RunId;
  readonly definition: ExportDefinition;
  readonly scope: RunScope;
  readonly giveUpAt: string | null;
}

/** What is to be done after a look at the data. */
export type DataAnswer =
  /** Build; `waited`: it had to be asked more than once; `notReady`: why the data may be incomplete, built all the same. */
  | { readonly kind: 'build'; readonly waited: boolean; readonly notReady: string | null }
  | { readonly kind: 'wait'; readonly untilMs: number; readonly why: string }
  | { readonly kind: 'skip'; readonly why: string };

/**
 * Asks whether the data is there. Not ready: the run waits, recorded, without spending an attempt; once the window has
 * closed the export's `notReady` decides. Throws NeverReady where that is `fail`.
 */
export async function awaitData(wanted: Wanted, attempt: Attempt, deps: RunDeps): Promise<DataAnswer> {
  const { run, definition, scope } = wanted;
  attempt.progress({ phase: 'check', rows: 0, rowsPerSecond: 0 });
  const now = deps.clock.now();
  const waits = await waitsOf(run, deps);
  const { readiness, seen } = await checkReadiness(definition, {
    scope,
    source: deps.source(definition.export.source),
    signal: attempt.signal,
    now,
    earlier: waits.map(({ at, seen }) => ({ at, seen: seen ?? {} })),
    statusOf: (exportId) => deps.archive.status(makeRunId(exportId, scope.intervalId)),
  });
  if (readiness.ready) return { kind: 'build', waited: waits.length > 0, notReady: null };
  const { why } = readiness;
  const giveUpAtMs = wanted.giveUpAt === null ? null : epochMs(wanted.giveUpAt);
  if (giveUpAtMs !== null && now.epochMilliseconds >= giveUpAtMs) return atCutOff(run, definition, why);
  const untilMs = nextAsk(waits[0] === undefined ? null : epochMs(waits[0].at), now.epochMilliseconds, giveUpAtMs);
  await deps.archive.record(run, {
    at: now.toString(),
    by: deps.actor,
    event: 'waiting',
    token: attempt.token,
    why,
    until: Temporal.Instant.fromEpochMilliseconds(untilMs).toString(),
    seen: { ...seen },
  });
  attempt.log(`not ready: ${why}`);
  return { kind: 'wait', untilMs, why };
}

function atCutOff(run: RunId, { export: made }: ExportDefinition, why: string): DataAnswer {
  switch (made.notReady) {
    case 'goOn':
      return { kind: 'build', waited: true, notReady: why };
    case 'skip':
      return { kind: 'skip', why: `not ready when the window closed: ${why}` };
    case 'fail':
      throw new NeverReady({ where: run, got: `not ready: ${why}`, expected: 'data before the window closed' });
  }
}

/** Asks again after as long as it has already waited: 1 min, 2 min, 4 min… at most a quarter of an hour. */
function nextAsk(sinceMs: number | null, nowMs: number, giveUpAtMs: number | null): number {
  const step = Math.min(Math.max(nowMs - (sinceMs ?? nowMs), FIRST_WAIT_MS), LONGEST_WAIT_MS);
  return giveUpAtMs === null ? nowMs + step : Math.min(nowMs + step, giveUpAtMs);
}

type Waiting = Extract<RunEvent, { event: 'waiting' }>;

/** The waits since the run was last asked for, oldest first. */
async function waitsOf(run: RunId, { archive }: RunDeps): Promise<Waiting[]> {
  const events = await archive.history(run);
  const asked = events.findLastIndex(({ event }) => event === 'queued');
  return events.slice(asked + 1).filter((event) => event.event === 'waiting');
}
