import { Temporal } from 'temporal-polyfill';
import type { Archive } from '../lib/archive/archive.ts';
import { openRunsOf } from '../lib/archive/open-runs.ts';
import { type RunId, makeRunId } from '../lib/archive/run-id.ts';
import { type PlannedRun, planCatchUp, defaultCatchUp } from '../lib/calendar/catch-up.ts';
import type { Due } from '../lib/calendar/due.ts';
import { duesBetween } from '../lib/calendar/dues.ts';
import type { Clock } from '../lib/clock.ts';
import { ArchiveDamaged } from '../lib/errors/archive-errors.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';
import { overlapOf, whySkipped } from '../lib/exports/overlap.ts';
import type { Logger } from '../lib/logger.ts';
import type { Digest } from '../lib/notices/digest-notice.ts';
import type { Notices } from '../lib/notices/notice.ts';
import type { RowSource } from '../lib/sources/row-source.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import { queueRun } from '../queues/queue-run.ts';
import { eachApart } from './each-apart.ts';
import type { SchedulerMemory } from './memory.ts';
import { tellDigests } from './tell-digests.ts';

export interface SchedulerDeps {
  readonly archive: Archive;
  readonly registry: Registry;
  readonly queues: QueueSet;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly notices: Notices;
  readonly actor: string;
  source(name: string): RowSource;
  readonly memory: SchedulerMemory;
  /** What was due before this is not expected; absent: everything since the export was first seen. */
  readonly since?: Temporal.Instant;
}

/** How far back expected intervals are looked for. */
const LOOK_BACK_DAYS = 35;

/**
 * Sees to it that each expected interval of an export has a run or a recorded outcome: what is due and has no record is
 * queued, what the catch-up policy gives up is recorded as missed. Any number of processes may do it at once.
 */
export async function reconcileOne(definition: ExportDefinition, deps: SchedulerDeps): Promise<void> {
  await tellDigests([{ definition, digest: await reconcileExport(definition, deps) }], deps);
}

/** Reconciles every export; one that fails does not keep the others from it. What an outage left behind is told in one digest. */
export async function reconcileAll(deps: SchedulerDeps): Promise<void> {
  const found: { readonly definition: ExportDefinition; readonly digest: Digest }[] = [];
  await eachApart(deps.registry.values(), deps.logger, async (definition) => {
    found.push({ definition, digest: await reconcileExport(definition, deps) });
  });
  await tellDigests(found, deps);
}

/** Gives what this process was the first to queue late or to give up. */
async function reconcileExport(definition: ExportDefinition, deps: SchedulerDeps): Promise<Digest> {
  const { export: made, operation, id } = definition;
  if (made.schedule === null) return { late: [], missed: [] };
  const now = deps.clock.now();
  const firstSeen = deps.since ?? (await deps.archive.firstSeen(id, now));
  const lookBack = latest(firstSeen, now.subtract({ hours: LOOK_BACK_DAYS * 24 }));
  const after = latest(lookBack, deps.memory.reconciled.get(id) ?? lookBack);
  const dues = duesBetween(made.schedule, { zone: operation.zone, calendar: operation.calendar ?? {} }, after, now);
  const recorded = await recordedOf(id, dues, deps);
  const plan = planCatchUp(dues, recorded, made.catchUp ?? operation.catchUp ?? defaultCatchUp, now);
  const late: RunId[] = [];
  for (const planned of plan.run) {
    const run = makeRunId(id, planned.due.interval.id);
    const skipped = planned.late ? null : await whyOverlapping(definition, planned.due, deps);
    if (skipped !== null) await recordSkipped(run, skipped, deps);
    else if ((await queueDue(run, planned, deps)) && planned.late) late.push(run);
  }
  const missed: { run: RunId; why: string }[] = [];
  for (const { due, reason } of plan.missed) {
    const run = makeRunId(id, due.interval.id);
    if (await recordMissed(run, reason, deps)) missed.push({ run, why: reason });
  }
  deps.memory.reconciled.set(id, latest(after, now));
  return { late, missed };
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

async function queueDue(run: RunId, { late, giveUpAt }: PlannedRun, deps: SchedulerDeps): Promise<boolean> {
  const trigger = late ? 'catch-up' : 'schedule';
  const wanted = { run, revision: 1, trigger, late, giveUpAt: giveUpAt.toString(), why: null } as const;
  const first = await queueRun(wanted, deps);
  if (first) deps.logger.info({ runId: run, trigger }, 'run queued');
  return first;
}

/** Why a run that falls due is left out for those that are being made; null: it is not. */
async function whyOverlapping({ id, export: made }: ExportDefinition, due: Due, deps: SchedulerDeps) {
  const overlap = overlapOf(made);
  if (overlap === 'allow') return null;
  const open = (await openRunsOf(id, deps.archive)).filter(({ status }) => status.state !== 'delivering');
  const others = open.map(({ run, status: { trigger, begunAt } }) => ({ run, trigger, begunAt }));
  return whySkipped(overlap, due.at, others);
}

async function recordSkipped(run: RunId, why: string, deps: SchedulerDeps): Promise<void> {
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  const first = await deps.archive.recordFirst(run, { ...stamp, event: 'skipped', why });
  if (first) deps.logger.warn({ runId: run, why }, 'run skipped');
}

async function recordMissed(run: RunId, why: string, deps: SchedulerDeps): Promise<boolean> {
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  const first = await deps.archive.recordFirst(run, { ...stamp, event: 'missed', why });
  if (first) deps.logger.error({ runId: run, why }, 'run missed');
  return first;
}

function latest(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}
