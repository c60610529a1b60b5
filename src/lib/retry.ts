import type { RetryClass } from './errors/bordereau-error.ts';

/** How often and how long a kind of job is tried again. */
export interface RetryRule {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Attempts in all, the first included; Infinity where a give-up time ends it. */
  readonly attempts: number;
}

export const runRetries: RetryRule = { firstDelayMs: 30_000, longestDelayMs: 3_600_000, attempts: 12 };
export const deliveryRetries: RetryRule = { firstDelayMs: 60_000, longestDelayMs: 3_600_000, attempts: 24 };

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
  const first = failed.retry === 'busy' ? rule.firstDelayMs * BUSY_FACTOR : rule.firstDelayMs;
  const full = Math.min(first * 2 ** (failed.attempts - 1), rule.longestDelayMs);
  const delay = Math.round(full * (1 - random / 2));
  return failed.giveUpAtMs !== null && failed.nowMs + delay > failed.giveUpAtMs ? null : delay;
}
