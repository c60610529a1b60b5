import type { RetryClass } from './errors/bordereau-error.ts';

/** How long to wait before the next attempt: twice as long each time. */
interface Pauses {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** How often and how long a kind of job is tried again. */
export interface RetryRule extends Pauses {
  /** After an error of the class `busy`; absent: the first pause is four times as long. */
  readonly busy?: Pauses;
  /** Attempts in all, the first included; Infinity where a give-up time ends it. */
  readonly attempts: number;
  /** No attempt begins later than this after the job was queued; absent: no such limit. */
  readonly lastsMs?: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const runRetries: RetryRule = { firstDelayMs: MINUTE_MS / 2, longestDelayMs: HOUR_MS, attempts: 12 };
/** Greylisting lets a message in after 5 to 15 minutes as a rule, and within a day. */
export const deliveryRetries: RetryRule = {
  firstDelayMs: MINUTE_MS,
  longestDelayMs: HOUR_MS,
  busy: { firstDelayMs: 10 * MINUTE_MS, longestDelayMs: 15 * MINUTE_MS },
  attempts: 200,
  lastsMs: 24 * HOUR_MS,
};

/** A full disk or a locked table needs longer than a lost connection. */
const BUSY_FACTOR = 4;

/**
 * Milliseconds until the next attempt, or null when there is none. Exponential, capped, with up to half of it taken off
 * at random; none after `giveUpAtMs`. `attempts` made so far, this one included; `random` in [0, 1).
 */
export function nextDelayMs(
  rule: RetryRule,
  failed: {
    readonly retry: RetryClass;
    readonly attempts: number;
    readonly nowMs: number;
    readonly giveUpAtMs: number | null;
  },
  random: number,
): number | null {
  if (failed.retry === 'permanent' || failed.attempts >= rule.attempts) return null;
  const { firstDelayMs, longestDelayMs } = failed.retry === 'busy' ? busyPauses(rule) : rule;
  const full = Math.min(firstDelayMs * 2 ** (failed.attempts - 1), longestDelayMs);
  const delay = Math.round(full * (1 - random / 2));
  return failed.giveUpAtMs !== null && failed.nowMs + delay > failed.giveUpAtMs ? null : delay;
}

function busyPauses(rule: RetryRule): Pauses {
  return rule.busy ?? { ...rule, firstDelayMs: rule.firstDelayMs * BUSY_FACTOR };
}
