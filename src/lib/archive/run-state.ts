import type { Failure, RunEvent, Trigger } from './run-event.ts';

/** States of a run (docs/archive.md). `waiting` asks for readiness; `held` waits for a person. */
export const runStates = [
  'waiting',
  'queued',
  'building',
  'held',
  'delivering',
  'delivered',
  'partial',
  'failed',
  'skipped',
  'missed',
  'cancelled',
] as const;
export type RunState = (typeof runStates)[number];

/** A file of the run that is under its final name. */
export interface PublishedRevision {
  readonly revision: number;
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly durationMs: number;
  readonly at: string;
  /** When its bytes were given up, its time being up; null: they are to be there. */
  readonly expiredAt: string | null;
}

/** What the events of a run add up to. */
export interface RunStatus {
  readonly state: RunState;
  /** The revision last asked for. */
  readonly revision: number;
  readonly trigger: Trigger;
  readonly late: boolean;
  /** When the first attempt at that revision began; null: none has, or it waits for its data. */
  readonly begunAt: string | null;
  /** The run of the same export that it waits for; null: it does not wait for its turn. */
  readonly behind: string | null;
  /** Attempts begun for the revision last asked for. */
  readonly attempts: number;
  /** Attempts that began and never said how they ended: the worker died. */
  readonly crashes: number;
  /** Why it waits, is held, was skipped, failed…; null when there is nothing to say. */
  readonly why: string | null;
  readonly error: Failure | null;
  readonly published: readonly PublishedRevision[];
  /** What the operators must be told and were not yet; null: nothing. */
  readonly untold: 'held' | 'failed' | 'partial' | null;
  readonly since: string;
}

/** In these the run is somebody's work in progress and needs a job; in the others it is at rest. */
const openStates: ReadonlySet<RunState> = new Set(['waiting', 'queued', 'building', 'delivering']);

export function isOpen(state: RunState): boolean {
  return openStates.has(state);
}

/** True of a run whose files nobody works on or waits for: only then may they expire. */
export function mayExpire(state: RunState): boolean {
  return !isOpen(state) && state !== 'held';
}

/** When the bytes of a revision were removed because their time was up; null: they were not. */
export function expiryOf(status: RunStatus | null | undefined, revision: number): string | null {
  return status?.published.find((known) => known.revision === revision)?.expiredAt ?? null;
}

/** Owner of a run that is queued: no attempt of before speaks for it. */
const NOBODY = '';

/** Adds up the events of a run, oldest first; null when there are none. */
export function foldRun(events: readonly RunEvent[]): RunStatus | null {
  let status: RunStatus | null = null;
  let owner: string | null = null;
  for (const event of events) {
    const before: RunStatus = status ?? blank(event);
    if (event.event === 'expired') {
      status = mayExpire(before.state) ? { ...before, published: withoutBytes(before, event) } : before;
      continue;
    }
    if (isOfOlderRevision(event, before)) {
      status = event.event === 'published' ? { ...before, published: withRevision(before, event) } : before;
      continue;
    }
    if (event.event === 'queued') owner = NOBODY;
    if (event.event === 'started') owner = event.token;
    const stale = isOfAnotherAttempt(event, owner);
    status = stale && event.event !== 'published' ? before : { ...before, since: event.at, ...change(before, event) };
  }
  return status;
}

function isOfAnotherAttempt(event: RunEvent, owner: string | null): boolean {
  return 'token' in event && event.token !== null && owner !== null && event.token !== owner;
}

/** What becomes of a revision once a newer one was asked for is its own affair, and not the run's state. */
function isOfOlderRevision(event: RunEvent, { revision }: RunStatus): boolean {
  return 'revision' in event && event.revision < revision;
}

function blank(event: RunEvent): RunStatus {
  return {
    state: 'queued',
    revision: 1,
    trigger: 'manual',
    late: false,
    begunAt: null,
    behind: null,
    attempts: 0,
    crashes: 0,
    why: null,
    error: null,
    published: [],
    untold: null,
    since: event.at,
  };
}

function change(before: RunStatus, event: Exclude<RunEvent, { event: 'expired' }>): Partial<RunStatus> {
  switch (event.event) {
    case 'queued': {
      const { revision, trigger, late, why } = event;
      const anew = { begunAt: null, behind: null, error: null, attempts: 0, crashes: 0 };
      return { ...anew, state: 'queued', revision, trigger, late, why, untold: null };
    }
    case 'started':
      return {
        state: 'building',
        begunAt: before.begunAt ?? event.at,
        behind: null,
        attempts: event.attempt,
        crashes: crashesBy(before),
      };
    case 'behind':
      return { state: 'queued', why: `behind ${event.run}`, behind: event.run, crashes: crashesBy(before) };
    case 'waiting':
      return { state: 'waiting', why: event.why, begunAt: null };
    case 'interrupted':
      return { state: 'queued', why: event.why };
    case 'retrying':
      return { state: 'queued', why: event.error.message, error: event.error };
    case 'published':
      return {
        state: 'delivering',
        why: null,
        error: null,
        late: before.late || event.late === true,
        published: withRevision(before, event),
      };
    case 'warned':
      return {};
    case 'held':
      return { state: 'held', why: event.why, untold: 'held' };
    case 'released':
    case 'delivering':
      return { state: 'delivering', why: null, untold: null };
    case 'delivered':
      return { state: 'delivered', why: null, error: null, untold: null };
    case 'partial':
      return partialAfter(before, `missing: ${event.missing.join(', ')}`);
    case 'failed':
      return { state: 'failed', why: event.error.message, error: event.error, untold: untoldFailure(before) };
    case 'rejected':
    case 'cancelled':
      return { state: 'cancelled', why: event.why, untold: null };
    case 'skipped':
      return { state: 'skipped', why: event.why };
    case 'missed':
      return { state: 'missed', why: event.why };
    case 'told':
      return { since: before.since, untold: event.about === before.untold ? null : before.untold };
  }
}

/** Said twice it is told once. */
function partialAfter({ state, why: known, untold }: RunStatus, why: string): Partial<RunStatus> {
  return { state: 'partial', why, untold: state === 'partial' && why === known ? untold : 'partial' };
}

/** Who asked for a backfill is told by the command. */
function untoldFailure({ trigger }: RunStatus): RunStatus['untold'] {
  return trigger === 'backfill' ? null : 'failed';
}

/** An attempt that still builds when the next one says something has died. */
function crashesBy({ state, crashes }: RunStatus): number {
  return crashes + (state === 'building' ? 1 : 0);
}

/** By revision; two attempts may both record one that one of them published. */
function withRevision(
  { published }: RunStatus,
  { revision, file, rows, bytes, sha256, durationMs, at }: Omit<PublishedRevision, 'expiredAt'>,
): readonly PublishedRevision[] {
  if (published.some((known) => known.revision === revision)) return published;
  const added = { revision, file, rows, bytes, sha256, durationMs, at, expiredAt: null };
  return [...published, added].sort((one, other) => one.revision - other.revision);
}

function withoutBytes(
  { published }: RunStatus,
  { revision, at }: { readonly revision: number; readonly at: string },
): readonly PublishedRevision[] {
  return published.map((known) =>
    known.revision === revision ? { ...known, expiredAt: known.expiredAt ?? at } : known,
  );
}
