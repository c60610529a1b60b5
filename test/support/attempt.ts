import type { Attempt } from '../../src/processors/attempt.ts';

/** An attempt that nobody interrupts; what it says on the board is kept. */
export function quietAttempt(number = 1): Attempt & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    number,
    token: `a${number}`,
    signal: new AbortController().signal,
    fence: () => Promise.resolve(),
    progress: () => undefined,
    log: (line) => void lines.push(line),
    lines,
  };
}
