import type { Attempt } from '../../src/processors/attempt.ts';
import { newAttempt } from './attempts.ts';

/** An attempt that nobody interrupts; what it says on the board is kept. */
export function quietAttempt(number = 1): Attempt & { readonly lines: string[] } {
  const lines: string[] = [];
  return { ...newAttempt({ number, token: `a${number}`, log: (line) => void lines.push(line) }), lines };
}
