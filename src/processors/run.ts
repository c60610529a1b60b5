import { Temporal } from 'temporal-polyfill';
import type { Manifest } from '../lib/archive/manifest.ts';
import { type RunId, asRunId, parseRunId } from '../lib/archive/run-id.ts';
import type { RunStatus } from '../lib/archive/run-state.ts';
import { dueForInterval } from '../lib/calendar/dues.ts';
import { BadJobData, RunPoisonous } from '../lib/errors/queue-errors.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { scopeOfInterval } from '../lib/exports/making/run-scope.ts';
import type { RunPayload } from '../queues/catalogue.ts';
import type { Attempt } from './attempt.ts';
import { awaitData } from './await-data.ts';
import { publishRun } from './publish-run.ts';
import { letGo } from './let-go.ts';
import type { RunDeps } from './run-deps.ts';
import { inTurn } from './take-turn.ts';

/** How an attempt ended without an error. */
export type RunOutcome =
  | { readonly kind: 'published'; readonly manifest: Manifest }
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly why: string }
  | { readonly kind: 'nothing'; readonly why: string };

/** After so many attempts that ended with the death of the worker, the run is taken for the cause. */
const MOST_CRASHES = 3;

/**
 * Makes one run: ready? → build → prove → publish → expectations → deliveries (design.md, the way of a run). What is
 * already published is used, never built again. Errors are typed; the host decides about another attempt.
 */
export async function processRun(payload: RunPayload, attempt: Attempt, deps: RunDeps): Promise<RunOutcome> {
  const run = asRunId(payload.runId);
  const { exportId } = parseRunId(run);
  const status = await deps.archive.status(run);
  const done = finished(run, status, payload.revision);
  if (done !== null) return { kind: 'nothing', why: done };
  const definition = deps.registry.get(exportId);
  if (definition === undefined) return skip(run, 'the export is no longer defined', deps);
  if (status === null) await recordQueued(run, payload, deps);
  const wanted = { run, definition, status };
  return await inTurn(payload, wanted, attempt, deps, () => makeRun(payload, wanted, attempt, deps));
}

async function makeRun(
  payload: RunPayload,
  { run, definition, status }: { run: RunId; definition: ExportDefinition; status: RunStatus | null },
  attempt: Attempt,
  deps: RunDeps,
): Promise<RunOutcome> {
  const { intervalId } = parseRunId(run);
  await recordStarted(run, payload, attempt, deps);
  refuseThePoisonous(run, status);
  const published = await deps.archive.manifest(run, payload.revision);
  if (published !== null) return await ended(run, definition, published, attempt, deps);

  const scope = scopeOfInterval(definition, intervalId);
  const data = await awaitData({ run, definition, scope, giveUpAt: payload.giveUpAt }, attempt, deps);
  if (data.kind === 'wait') return { ...data, kind: 'waiting' };
  if (data.kind === 'skip') return skip(run, data.why, deps);
  const { revision } = payload;
  const late = isLate(definition, payload, data.waited, deps.clock.now());
  const wanted = { run, definition, scope, revision, late, notReady: data.notReady };
  const manifest = await publishRun(wanted, attempt, deps);
  return await ended(run, definition, manifest, attempt, deps);
}

/** Why there is nothing left to do for this revision; null when there is. Throws BadJobData for one nobody asked for. */
function finished(run: RunId, status: RunStatus | null, revision: number): string | null {
  if (status === null) return null;
  if (status.revision > revision) return `revision ${status.revision} was asked for since`;
  if (status.revision < revision) {
    throw new BadJobData({ where: run, got: `revision ${revision}`, expected: `revision ${status.revision}` });
  }
  switch (status.state) {
    case 'held':
    case 'delivered':
    case 'partial':
    case 'skipped':
    case 'missed':
    case 'cancelled':
      return `the run is ${status.state}`;
    case 'waiting':
    case 'queued':
    case 'building':
    case 'delivering':
    case 'failed':
      return null;
  }
}

/** `status` is that of before this attempt: what it shows as being built, a worker has left. */
function refuseThePoisonous(run: RunId, status: RunStatus | null): void {
  if (status === null) return;
  const crashes = status.crashes + (status.state === 'building' ? 1 : 0);
  if (crashes < MOST_CRASHES) return;
  throw new RunPoisonous({
    where: run,
    got: `${crashes} workers that died or were lost while they built it`,
    expected: 'a worker that survives',
    next: 'Look for its memory use, then queue it again by hand.',
  });
}

async function recordQueued(run: RunId, payload: RunPayload, deps: RunDeps): Promise<void> {
  const { revision, trigger, late, why, giveUpAt } = payload;
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  await deps.archive.record(run, { ...stamp, event: 'queued', revision, trigger, late, why, giveUpAt });
}

async function recordStarted(run: RunId, { revision }: RunPayload, attempt: Attempt, deps: RunDeps): Promise<void> {
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  await deps.archive.record(run, {
    ...stamp,
    event: 'started',
    revision,
    attempt: attempt.number,
    token: attempt.token,
  });
}

/**
 * Late: made up after an outage, begun after the promised hour, or, where none is promised, kept waiting by its data or, by
 * another run, past its window.
 */
function isLate(definition: ExportDefinition, payload: RunPayload, waited: boolean, now: Temporal.Instant): boolean {
  if (payload.trigger !== 'schedule') return payload.late;
  const { export: made, operation } = definition;
  const { intervalId } = parseRunId(payload.runId);
  const context = { zone: operation.zone, calendar: operation.calendar ?? {} };
  const due = made.schedule === null ? null : dueForInterval(made.schedule, context, intervalId);
  const deadline = due?.deadline ?? null;
  if (deadline !== null) return isAfter(now, deadline);
  return waited || (due !== null && isAfter(now, due.giveUpAt));
}

function isAfter(now: Temporal.Instant, instant: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, instant) > 0;
}

async function ended(
  run: RunId,
  definition: ExportDefinition,
  manifest: Manifest,
  attempt: Attempt,
  deps: RunDeps,
): Promise<RunOutcome> {
  await letGo(run, definition, manifest, attempt, deps);
  return { kind: 'published', manifest };
}

async function skip(run: RunId, why: string, deps: RunDeps): Promise<RunOutcome> {
  await deps.archive.record(run, { at: deps.clock.now().toString(), by: deps.actor, event: 'skipped', why });
  return { kind: 'nothing', why };
}
