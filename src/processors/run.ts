import { Temporal } from 'temporal-polyfill';
import type { Manifest } from '../lib/archive/manifest.ts';
import { type RunId, asRunId, parseRunId } from '../lib/archive/run-id.ts';
import type { RunStatus } from '../lib/archive/run-state.ts';
import { epochMs } from '../lib/clock.ts';
import { BadJobData, NeverReady, RunPoisonous } from '../lib/errors/queue-errors.ts';
import { checkReadiness } from '../lib/exports/check-readiness.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { type RunScope, scopeOfInterval } from '../lib/exports/run-scope.ts';
import type { RunPayload } from '../queues/catalogue.ts';
import type { Attempt } from './attempt.ts';
import { publishRun } from './publish-run.ts';
import { letGo } from './let-go.ts';
import type { RunDeps } from './run-deps.ts';

/** How an attempt ended without an error. */
export type RunOutcome =
  | { readonly kind: 'published'; readonly manifest: Manifest }
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly why: string }
  | { readonly kind: 'nothing'; readonly why: string };

/** After so many attempts that ended with the death of the worker, the run is taken for the cause. */
const MOST_CRASHES = 3;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Makes one run: ready? → build → prove → publish → expectations → deliveries (design.md, the way of a run). What is
 * already published is used, never built again. Errors are typed; the host decides about another attempt.
 */
export async function processRun(payload: RunPayload, attempt: Attempt, deps: RunDeps): Promise<RunOutcome> {
  const run = asRunId(payload.runId);
  const { exportId, intervalId } = parseRunId(run);
  const status = await deps.archive.status(run);
  const done = finished(run, status, payload.revision);
  if (done !== null) return { kind: 'nothing', why: done };
  const definition = deps.registry.get(exportId);
  if (definition === undefined) return skip(run, 'the export is no longer defined', deps);

  await start(run, payload, attempt, status, deps);
  refuseThePoisonous(run, status);
  const published = await deps.archive.manifest(run, payload.revision);
  if (published !== null) return await ended(run, definition, published, attempt, deps);

  const scope = scopeOfInterval(definition, intervalId);
  const waiting = await waitForData(run, definition, scope, payload, attempt, deps);
  if (waiting !== null) return waiting;
  const manifest = await publishRun({ run, definition, scope, revision: payload.revision }, attempt, deps);
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

async function start(
  run: RunId,
  payload: RunPayload,
  attempt: Attempt,
  status: RunStatus | null,
  deps: RunDeps,
): Promise<void> {
  const { revision, trigger, late, why } = payload;
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  if (status === null) await deps.archive.record(run, { ...stamp, event: 'queued', revision, trigger, late, why });
  await deps.archive.record(run, {
    ...stamp,
    event: 'started',
    revision,
    attempt: attempt.number,
    token: attempt.token,
  });
}

async function waitForData(
  run: RunId,
  definition: ExportDefinition,
  scope: RunScope,
  payload: RunPayload,
  attempt: Attempt,
  deps: RunDeps,
): Promise<RunOutcome | null> {
  attempt.progress({ phase: 'check', rows: 0, rowsPerSecond: 0 });
  const readiness = await checkReadiness(definition, scope, deps.source(definition.export.source), attempt.signal);
  if (readiness.ready) return null;
  const { why } = readiness;
  const nowMs = deps.clock.now().epochMilliseconds;
  const giveUpAtMs = payload.giveUpAt === null ? null : epochMs(payload.giveUpAt);
  if (giveUpAtMs !== null && nowMs >= giveUpAtMs) {
    throw new NeverReady({ where: run, got: `not ready: ${why}`, expected: 'data before the window closed' });
  }
  const untilMs = nextAsk(await waitedSince(run, deps, nowMs), nowMs, giveUpAtMs);
  const until = Temporal.Instant.fromEpochMilliseconds(untilMs).toString();
  const at = deps.clock.now().toString();
  await deps.archive.record(run, { at, by: deps.actor, event: 'waiting', token: attempt.token, why, until });
  attempt.log(`not ready: ${why}`);
  return { kind: 'waiting', untilMs, why };
}

/** Asks again after as long as it has already waited: 1 min, 2 min, 4 min… at most a quarter of an hour. */
function nextAsk(sinceMs: number, nowMs: number, giveUpAtMs: number | null): number {
  const step = Math.min(Math.max(nowMs - sinceMs, FIRST_WAIT_MS), LONGEST_WAIT_MS);
  return giveUpAtMs === null ? nowMs + step : Math.min(nowMs + step, giveUpAtMs);
}

async function waitedSince(run: RunId, deps: RunDeps, nowMs: number): Promise<number> {
  const events = await deps.archive.history(run);
  const asked = events.findLast(({ event }) => event === 'queued');
  const first = events.slice(asked === undefined ? 0 : events.indexOf(asked)).find(({ event }) => event === 'waiting');
  return first === undefined ? nowMs : epochMs(first.at);
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
