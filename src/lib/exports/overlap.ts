import { Temporal } from 'temporal-polyfill';
import type { RunId } from '../archive/run-id.ts';
import type { Trigger } from '../archive/run-event.ts';
import type { BaseExport } from './base-export.ts';

/**
 * When two runs of one export would be made at the same time: `queue` lets the later one wait for its turn, `skip` leaves
 * out what falls due in the meantime, `allow` makes both (docs/schedules.md).
 */
export type Overlap = 'queue' | 'skip' | 'allow';

/**
 * An export's own choice. Else `queue`: the recipient gets intervals in their order and the source one heavy query at a time;
 * runs named by parameters are about different things and need no turns: `allow`.
 */
export function overlapOf({ overlap, params }: Pick<BaseExport, 'overlap' | 'params'>): Overlap {
  return overlap ?? (Object.keys(params).length > 0 ? 'allow' : 'queue');
}

/** A run of the export that has no file yet. */
export interface RunInMaking {
  readonly run: RunId;
  readonly trigger: Trigger;
  /** When its first attempt began; null: it waits. */
  readonly begunAt: string | null;
}

/**
 * Why a run that fell due at `due` is left out; null when it is to be made. Only the clock's runs are left out, and only for
 * the clock's own: one has begun before that hour and, with `queue`, another one waits already.
 */
export function whySkipped(overlap: Overlap, due: Temporal.Instant, others: readonly RunInMaking[]): string | null {
  if (overlap === 'allow') return null;
  const scheduled = others.filter(({ trigger }) => trigger === 'schedule');
  const begun = scheduled.find(({ begunAt }) => begunAt !== null && isBefore(begunAt, due));
  if (begun === undefined) return null;
  if (overlap === 'skip') return `${begun.run} was still being made (overlap: skip)`;
  const waiting = scheduled.find(({ begunAt }) => begunAt === null);
  if (waiting === undefined) return null;
  return `${begun.run} was still being made and ${waiting.run} waits for its turn (overlap: queue)`;
}

function isBefore(at: string, due: Temporal.Instant): boolean {
  return Temporal.Instant.compare(at, due) < 0;
}
