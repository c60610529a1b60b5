import type { Archive } from '../lib/archive/archive.ts';
import { type RunId, makeRunId } from '../lib/archive/run-id.ts';
import { type PlannedRun, planCatchUp, defaultCatchUp } from '../lib/calendar/catch-up.ts';
import type { Due } from '../lib/calendar/due.ts';
import { duesBetween } from '../lib/calendar/dues.ts';
import type { Clock } from '../lib/clock.ts';
import { ArchiveDamaged } from '../lib/errors/archive-errors.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';
import type { Logger } from '../lib/logger.ts';
import { Temporal } from 'temporal-polyfill';
import { eachApart } from './each-apart.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import { queueRun } from '../queues/queue-run.ts';

export interface SchedulerDeps {
  readonly archive: Archive;
  readonly registry: Registry;
  readonly queues: QueueSet;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly actor: string;
  /** What was due before this is not expected; absent: everything since the export was first seen. */
  readonly since?: Temporal.Instant;
}

/** How far back expected intervals are looked for. */
const LOOK_BACK_DAYS = 35;

/**
 * Sees to it that each expected interval of an export has a run or a recorded outcome: what is due and has no record is
 * queued, what the catch-up policy gives up is recorded as missed. Any number of processes may do it at once.
 */
export async function reconcileExport(definition: ExportDefinition, deps: SchedulerDeps): Promise<void> {
  const { export: made, operation, id } = definition;
  if (made.schedule === null) return;
  const now = deps.clock.now();
  const firstSeen = deps.since ?? (await deps.archive.firstSeen(id, now));
  const after = latest(firstSeen, now.subtract({ hours: LOOK_BACK_DAYS * 24 }));
  const dues = duesBetween(made.schedule, { zone: operation.zone, calendar: operation.calendar ?? {} }, after, now);
  const recorded = await recordedOf(id, dues, deps);
  const plan = planCatchUp(dues, recorded, made.catchUp ?? operation.catchUp ?? defaultCatchUp, now);
  for (const planned of plan.run) await queueDue(definition, planned, deps);
  for (const { due, reason } of plan.missed) await recordMissed(definition, due, reason, deps);
}

/** Reconciles every export; one that fails does not keep the others from it. */
export async function reconcileAll(deps: SchedulerDeps): Promise<void> {
  await eachApart(deps.registry.values(), deps.logger, (definition) => reconcileExport(definition, deps));
}

async function recordedOf(exportId: string, dues: readonly Due[], deps: SchedulerDeps): Promise<Set<string>> {
  const recorded = new Set<string>();
  for (const { interval } of dues) {
    if (await isRecorded(makeRunId(exportId, interval.id), deps)) recorded.add(interval.id);
  }
  return recorded;
}

/** A record that cannot be read is one: the run may have been delivered, and the others go on. */
async function isRecorded(run: RunId, { archive, logger }: SchedulerDeps): Promise<boolean> {
  try {
    return (await archive.status(run)) !== null;
  } catch (error) {
    if (!(error instanceof ArchiveDamaged)) throw error;
    logger.error({ runId: run, code: error.code, error: error.message }, 'run record not readable');
    return true;
  }
}

async function queueDue(
  definition: ExportDefinition,
  { due, late, giveUpAt }: PlannedRun,
  deps: SchedulerDeps,
): Promise<void> {
  const run = makeRunId(definition.id, due.interval.id);
  const trigger = late ? 'catch-up' : 'schedule';
  await queueRun({ run, revision: 1, trigger, late, giveUpAt: giveUpAt.toString(), why: null }, deps);
  deps.logger.info({ runId: run, trigger }, 'run queued');
}

async function recordMissed(definition: ExportDefinition, due: Due, why: string, deps: SchedulerDeps): Promise<void> {
  const run = makeRunId(definition.id, due.interval.id);
  const first = await deps.archive.recordFirst(run, {
    at: deps.clock.now().toString(),
    by: deps.actor,
    event: 'missed',
    why,
  });
  if (first) deps.logger.error({ runId: run, why }, 'run missed');
}

function latest(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}
