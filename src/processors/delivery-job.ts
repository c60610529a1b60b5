import { deliveryRetries } from '../lib/retry.ts';
import { processDelivery, recordDeliveryFailure } from './deliver.ts';
import type { JobKind } from './host.ts';
import type { RunDeps } from './run-deps.ts';

/** The jobs of the queue `deliveries`: each has its own retries, and none builds a file again. */
export function deliveryJobs(deps: RunDeps): JobKind<'deliveries'> {
  return {
    queue: 'deliveries',
    retries: deliveryRetries,
    async process(payload, attempt) {
      const state = await processDelivery(payload, attempt, deps);
      return { summary: { target: payload.target, state } };
    },
    async failed(payload, _attempt, { code, message }, nextAtMs) {
      if (code === 'RUN_LOST' || code === 'BAD_JOB_DATA') return;
      await recordDeliveryFailure(payload, { code, message, final: nextAtMs === null }, deps);
    },
  };
}
