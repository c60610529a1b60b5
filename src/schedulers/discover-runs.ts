import { makeRunId } from '../lib/archive/run-id.ts';
import type { EventSchedule } from '../lib/calendar/schedule.ts';
import type { Clock } from '../lib/clock.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';
import { discover } from '../lib/exports/discover.ts';
import { queueRun } from '../queues/queue-run.ts';
import { eachApart } from './each-apart.ts';
import type { SchedulerDeps } from './reconcile.ts';

const LOOK_TIMEOUT_MS = 60_000;
const MINUTE_MS = 60_000;

/**
 * Looks for new values of an event export and queues one run for each that the archive has no record of, in the order they
 * are found. However many processes look, and however often: the archive's record makes it once.
 */
export async function discoverRuns(definition: ExportDefinition, deps: SchedulerDeps): Promise<void> {
  const { id, export: made } = definition;
  const startedMs = deps.clock.now().epochMilliseconds;
  const source = deps.source(made.source);
  const { scopes, refused } = await discover(definition, source, AbortSignal.timeout(LOOK_TIMEOUT_MS));
  if (refused > 0) deps.logger.error({ export: id, refused }, 'values found that cannot name a run');
  for (const { intervalId } of scopes) {
    const run = makeRunId(id, intervalId);
    if ((await deps.archive.status(run)) !== null) continue;
    const wanted = { run, revision: 1, trigger: 'event', late: false, giveUpAt: null, why: null } as const;
    if (await queueRun(wanted, deps)) deps.logger.info({ runId: run, trigger: 'event' }, 'run queued');
  }
  deps.memory.looks.set(id, startedMs);
}

/** Looks for values of each event export whose last look, by this process, is a step of its schedule ago. */
export async function discoverWhereDue(registry: Registry, deps: SchedulerDeps): Promise<void> {
  await eachApart(registry.values(), deps.logger, async (definition) => {
    const { schedule } = definition.export;
    if (schedule?.kind === 'event' && isLookDue(schedule, deps.memory.looks.get(definition.id), deps.clock)) {
      await discoverRuns(definition, deps);
    }
  });
}

function isLookDue({ look }: EventSchedule, lastMs: number | undefined, clock: Clock): boolean {
  return lastMs === undefined || clock.now().epochMilliseconds - lastMs >= look.minutes * MINUTE_MS;
}
