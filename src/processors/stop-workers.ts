import type { Worker } from 'bullmq';
import { ShuttingDown } from '../lib/errors/queue-errors.ts';

/** Part of the time that is kept for handing back what is still being built. */
const HAND_BACK_MS = 20_000;

/**
 * Drains: takes no new job and lets the running ones end; near the end of the time they are aborted and handed back. False
 * when the time ran out, as it does while Redis is away (facts: close() hangs then): the caller must end the process.
 */
export async function stopWorkers(
  workers: readonly Worker[],
  shutdown: AbortController,
  timeoutMs: number,
): Promise<boolean> {
  const error = new ShuttingDown({ where: 'worker', got: 'a signal to stop', expected: 'to go on later' });
  const handBack = setTimeout(() => shutdown.abort(error), Math.max(timeoutMs - HAND_BACK_MS, timeoutMs / 2));
  let end: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    end = setTimeout(() => resolve(false), timeoutMs);
  });
  const closed = Promise.all(workers.map((worker) => worker.close())).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([closed, late]);
  } finally {
    clearTimeout(handBack);
    clearTimeout(end);
  }
}
