import type { RunningProcess } from './running-process.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Signals this close together are one: npm passes on a Ctrl-C that the terminal has sent us already. */
const SAME_SIGNAL_MS = 500;
/** Exit code of a process that a second signal ends at once: 128 + SIGINT. */
const FORCED = 130;

/**
 * Waits for the first signal and drains; a second one ends the process at once. Gives the exit code 0; when the time for
 * draining ran out, ends the process with 1, for what hangs then would keep it alive.
 */
export async function runUntilSignal(
  running: RunningProcess,
  onStopping: () => void = () => undefined,
): Promise<number> {
  await new Promise<void>((resolve) => {
    let firstMs: number | null = null;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        const nowMs = performance.now();
        if (firstMs !== null && nowMs - firstMs > SAME_SIGNAL_MS) process.exit(FORCED);
        firstMs ??= nowMs;
        resolve();
      });
    }
  });
  onStopping();
  if (!(await running.stop())) process.exit(1);
  return 0;
}
