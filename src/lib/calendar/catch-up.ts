import { Temporal } from 'temporal-polyfill';
import { byTime, type Due } from './due.ts';
import { durationMs } from './duration.ts';
import type { IsoDuration } from './schedule.ts';

/** What is made up after an outage. */
export interface CatchUp {
  /** `latest`: only the newest overdue interval; `all`: each of them; `none`: what is late is recorded as missed. */
  readonly policy: 'latest' | 'all' | 'none';
  /** What was due longer ago is recorded as missed. Default `P7D`. */
  readonly maxAge?: IsoDuration;
  /** In which order late runs are made; default `oldest` first. */
  readonly order?: 'oldest' | 'newest';
}

/**
 * One late run at most, and a week's grace: an outage over a weekend does not cost a weekly or monthly file, and the latest
 * interval of a daily export is younger anyway.
 */
export const defaultCatchUp: Required<CatchUp> = { policy: 'latest', maxAge: 'P7D', order: 'oldest' };

/** A due to be run now. A late one has a window as long as its own, from now on. */
export interface PlannedRun {
  readonly due: Due;
  readonly late: boolean;
  readonly giveUpAt: Temporal.Instant;
}

/** A due that nobody will run, and why. */
export interface MissedDue {
  readonly due: Due;
  readonly reason: string;
}

export interface CatchUpPlan {
  /** Punctual runs first, then late ones in the order of the catch-up. */
  readonly run: readonly PlannedRun[];
  readonly missed: readonly MissedDue[];
}

/**
 * Divides the dues that have come and are not recorded into runs and misses. A due within its window always runs; past
 * it the catch-up decides. `dues` are all of the look-back, recorded ones too: the latest of them is the one `latest` means.
 * The same call after its outcomes are recorded plans nothing, whichever way the clock was set in between.
 */
export function planCatchUp(
  dues: readonly Due[],
  recorded: ReadonlySet<string>,
  catchUp: CatchUp,
  now: Temporal.Instant,
): CatchUpPlan {
  const rule = { ...defaultCatchUp, ...catchUp };
  const isOverdue = (due: Due): boolean => Temporal.Instant.compare(now, due.giveUpAt) > 0;
  const come = dues.filter(({ at }) => Temporal.Instant.compare(at, now) <= 0).sort(byTime);
  const latest = come.findLast(isOverdue);
  const why = (due: Due): string | null => whyMissed(due, due === latest, rule, now);

  const open = come.filter(({ interval }) => !recorded.has(interval.id));
  const overdue = open.filter(isOverdue);
  const late = overdue.filter((due) => why(due) === null);
  return {
    run: [
      ...open.filter((due) => !isOverdue(due)).map((due) => ({ due, late: false, giveUpAt: due.giveUpAt })),
      ...(rule.order === 'oldest' ? late : late.reverse()).map((due) => lateRun(due, now)),
    ],
    missed: overdue.flatMap((due) => {
      const reason = why(due);
      return reason === null ? [] : [{ due, reason }];
    }),
  };
}

function lateRun(due: Due, now: Temporal.Instant): PlannedRun {
  return { due, late: true, giveUpAt: now.add(due.at.until(due.giveUpAt)) };
}

/** Why an overdue interval is not made up; null when it is. */
function whyMissed(due: Due, isLatest: boolean, rule: Required<CatchUp>, now: Temporal.Instant): string | null {
  if (rule.policy === 'none') {
    return 'its window has passed and nothing is made late (catch-up: none)';
  }
  if (now.epochMilliseconds - due.at.epochMilliseconds > durationMs(rule.maxAge)) {
    return `it was due longer ago than ${rule.maxAge} (catch-up: ${rule.policy})`;
  }
  return rule.policy === 'all' || isLatest ? null : 'a later one has been due since (catch-up: latest)';
}
