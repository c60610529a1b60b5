import type { Attempt } from '../../src/processors/attempt.ts';

let made = 0;

/** An attempt of a worker that keeps its jobs. */
export function newAttempt(change: Partial<Attempt> = {}): Attempt {
  made++;
  return {
    number: 1,
    token: `a${made}`,
    signal: new AbortController().signal,
    fence: () => Promise.resolve(),
    takeTurn: () => Promise.resolve(null),
    passTurn: () => Promise.resolve(),
    progress: () => undefined,
    log: () => undefined,
    ...change,
  };
}
