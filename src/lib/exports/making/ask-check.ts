import { Temporal } from 'temporal-polyfill';
import type { RunStatus } from '../../archive/run-state.ts';
import { durationMs } from '../../calendar/duration.ts';
import { epochMs } from '../../clock.ts';
import type { ReadyCheck } from '../checks.ts';
import type { CheckContext, Readiness } from '../run-context.ts';

/** What an earlier ask of the same wait saw, oldest first. */
export interface EarlierAsk {
  readonly at: string;
  readonly seen: Readonly<Record<string, string>>;
}

/** What ready-made checks may look at. */
export interface CheckView {
  readonly query: CheckContext['query'];
  /** State of the other export's run for this interval; null when it has none. */
  statusOf(exportId: string): Promise<RunStatus | null>;
  readonly now: Temporal.Instant;
  readonly zone: string;
  readonly earlier: readonly EarlierAsk[];
}

/** The answer of one check, and what the next ask must remember of it. */
export interface CheckAnswer {
  readonly readiness: Readiness;
  readonly seen?: string;
}

/** Asks a ready-made check; `name` is what its memory is kept under. */
export async function askCheck(check: ReadyCheck, name: string, view: CheckView): Promise<CheckAnswer> {
  switch (check.kind) {
    case 'row exists': {
      const rows = await view.query(check.sql);
      return answer(rows.length > 0 ? null : 'the row it waits for is not there');
    }
    case 'fresh':
      return answer(staleness(await oneValue(view, check.sql), durationMs(check.within), check.within, view));
    case 'stable count': {
      const seen = (await oneValue(view, check.sql)) ?? '';
      const sinceMs = sameSince(seen, name, view);
      const steady = view.now.epochMilliseconds - sinceMs >= check.minutes * 60_000;
      return { ...answer(steady ? null : `a count has not been the same for ${check.minutes} minutes yet`), seen };
    }
    case 'published':
      return answer(notOut(check.exportId, await view.statusOf(check.exportId)));
  }
}

function answer(why: string | null): CheckAnswer {
  return { readiness: why === null ? { ready: true } : { ready: false, why } };
}

async function oneValue({ query }: CheckView, sql: string): Promise<string | null> {
  const [row] = await query(sql);
  return row?.[0] ?? null;
}

function staleness(value: string | null, limitMs: number, limit: string, { now, zone }: CheckView): string | null {
  const newest = value === null ? null : instantOf(value, zone);
  if (newest === null) return 'the data has no date yet';
  const old = now.epochMilliseconds - newest.epochMilliseconds > limitMs;
  return old ? `the newest data is older than ${limit}` : null;
}

/** A DATE or DATETIME as the server writes it; null for anything else, such as a zero date. */
function instantOf(text: string, zone: string): Temporal.Instant | null {
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
  } catch {
    return null;
  }
}

/** When this value was first seen without another one since. */
function sameSince(seen: string, name: string, { earlier, now }: CheckView): number {
  let sinceMs = now.epochMilliseconds;
  for (const ask of [...earlier].reverse()) {
    if (ask.seen[name] !== seen) break;
    sinceMs = epochMs(ask.at);
  }
  return sinceMs;
}

function notOut(exportId: string, status: RunStatus | null): string | null {
  if (status === null) return `${exportId} has no run for this interval yet`;
  const out = status.state === 'delivering' || status.state === 'delivered' || status.state === 'partial';
  return out ? null : `${exportId} is ${status.state}`;
}
