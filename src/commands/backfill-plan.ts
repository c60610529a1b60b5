import { Temporal } from 'temporal-polyfill';
import type { RunEvent } from '../lib/archive/run-event.ts';
import { type RunId, makeRunId } from '../lib/archive/run-id.ts';
import { foldRun, isOpen, type RunStatus } from '../lib/archive/run-state.ts';
import { duesBetween } from '../lib/calendar/dues.ts';
import { dayInterval } from '../lib/calendar/interval.ts';
import { startOfDay } from '../lib/calendar/local-day.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import type { Engine } from '../processes/engine.ts';

/** Which intervals a backfill makes: those without a record or missed, those that failed, or every one. */
export const backfillScopes = ['missing', 'failed', 'all'] as const;
export type BackfillScope = (typeof backfillScopes)[number];

export interface BackfillRange {
  /** First and last day of the data, both included. */
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** What is to be done for one interval. */
export interface BackfillStep {
  readonly run: RunId;
  /** `done` and `under way` need nothing: the archive has a file of it, or somebody is at it. */
  readonly kind: 'make' | 'make again' | 'under way' | 'done';
  readonly revision: number;
}

/** A due time follows the start of its interval by no more than this. */
const LONGEST_LAG_DAYS = 400;

/**
 * The steps of a backfill, oldest interval first, as the archive stands: asked again after a crash, it gives what is left.
 * `why` marks the revisions of this backfill, so that one of `all` goes on where it was.
 */
export async function planBackfill(
  definition: ExportDefinition,
  range: BackfillRange,
  { only, why }: { readonly only: BackfillScope; readonly why: string | null },
  { archive, clock }: Pick<Engine, 'archive' | 'clock'>,
): Promise<BackfillStep[]> {
  const steps: BackfillStep[] = [];
  for (const id of intervalIds(definition, range, clock.now())) {
    const run = makeRunId(definition.id, id);
    const events = await archive.history(run);
    steps.push(step(run, foldRun(events), only, isOfThisBackfill(events, why)));
  }
  return steps;
}

function step(run: RunId, status: RunStatus | null, only: BackfillScope, made: boolean): BackfillStep {
  if (status === null) return { run, kind: only === 'failed' ? 'done' : 'make', revision: 1 };
  const { revision, state } = status;
  if (isOpen(state)) return { run, kind: 'under way', revision };
  const wanted = { missing: state === 'missed', failed: state === 'failed', all: !made || state === 'failed' }[only];
  if (!wanted) return { run, kind: 'done', revision };
  const published = status.published.at(-1)?.revision ?? 0;
  return { run, kind: 'make again', revision: published + 1 };
}

function isOfThisBackfill(events: readonly RunEvent[], why: string | null): boolean {
  const asked = events.findLast((event) => event.event === 'queued');
  return asked?.event === 'queued' && asked.trigger === 'backfill' && asked.why === why;
}

/** The intervals that begin within the range and have come due; of an export without a schedule its days. */
function intervalIds({ id, export: made, operation }: ExportDefinition, range: BackfillRange, now: Temporal.Instant) {
  const { zone, calendar = {} } = operation;
  const { schedule } = made;
  if (Object.keys(made.params).length > 0 || schedule?.kind === 'event') {
    throw new BadRunRequest({
      where: id,
      got: 'an export with parameters',
      expected: 'one of days or months',
      next: 'See `bordereau export --params-file`.',
    });
  }
  const [start, end] = [startOfDay(range.from, zone), startOfDay(range.to.add({ days: 1 }), zone)];
  if (Temporal.ZonedDateTime.compare(start, end) >= 0) {
    throw new BadRunRequest({
      where: id,
      got: `${range.from.toString()} to ${range.to.toString()}`,
      expected: '--from before --to',
    });
  }
  if (schedule === null) return daysOf(range, zone, now);
  const last = earlier(end.add({ days: LONGEST_LAG_DAYS }).toInstant(), now);
  return duesBetween(schedule, { zone, calendar }, start.toInstant().subtract({ nanoseconds: 1 }), last)
    .map(({ interval }) => interval)
    .filter(({ from }) => Temporal.ZonedDateTime.compare(from, start) >= 0)
    .filter(({ from }) => Temporal.ZonedDateTime.compare(from, end) < 0)
    .map((interval) => interval.id);
}

function daysOf({ from, to }: BackfillRange, zone: string, now: Temporal.Instant): string[] {
  const days = Array.from({ length: from.until(to).days + 1 }, (_, index) =>
    dayInterval(from.add({ days: index }), zone),
  );
  return days.filter((day) => Temporal.Instant.compare(day.to.toInstant(), now) <= 0).map((day) => day.id);
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? one : other;
}
