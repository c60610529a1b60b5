import { Temporal } from 'temporal-polyfill';
import type { Due, ScheduleContext } from './due.ts';
import { duesBetween } from './dues.ts';
import { durationMs } from './duration.ts';
import type { Schedule } from './schedule.ts';

/** A due whose hour was promised to the recipient. */
export type PromisedDue = Due & { readonly deadline: Temporal.Instant };

/** The longest local day there is, and an hour to spare. */
const DAY_MS = 26 * 3_600_000;

/** The dues whose deadline lies in `(after, until]`, oldest first; none where nothing is promised. */
export function deadlinesBetween(
  schedule: Schedule,
  context: ScheduleContext,
  after: Temporal.Instant,
  until: Temporal.Instant,
): PromisedDue[] {
  const leadMs = longestLeadMs(schedule);
  if (leadMs === null || Temporal.Instant.compare(after, until) >= 0) return [];
  const dues = duesBetween(schedule, context, after.subtract({ milliseconds: leadMs }), until);
  return dues.filter((due): due is PromisedDue => {
    const { deadline } = due;
    if (deadline === null || Temporal.Instant.compare(deadline, after) <= 0) return false;
    return Temporal.Instant.compare(deadline, until) <= 0;
  });
}

/** The longest time from a due's first try to its deadline; null: it has none. */
function longestLeadMs(schedule: Schedule): number | null {
  if (schedule.kind === 'event') return null;
  if ('between' in schedule) return schedule.deadline === undefined ? null : DAY_MS;
  return schedule.deadlineAfter === undefined ? null : durationMs(schedule.deadlineAfter);
}
