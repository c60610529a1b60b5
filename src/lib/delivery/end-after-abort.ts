import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** Time for what runs to end by itself and clear up after an abort. */
const GRACE_MS = 5000;

/** Rejects with the signal's reason some seconds after its abort; `over` ends the wait. */
export async function endAfterAbort(signal: AbortSignal, over: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort', { signal: over });
  await setTimeout(GRACE_MS, undefined, { signal: over });
  throw signal.reason;
}
