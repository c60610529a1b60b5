import { findExport } from '../lib/exports/loading/load-registry.ts';
import { discoverRuns } from '../schedulers/discover-runs.ts';
import { type SchedulerDeps, reconcileOne } from '../schedulers/reconcile.ts';
import type { JobKind } from './host.ts';

const tickRetries = { firstDelayMs: 5000, longestDelayMs: 60_000, attempts: 20 };

/** The jobs of the queue `ticks`: a schedule fired, so look what is due. */
export function tickJobs(deps: SchedulerDeps): JobKind<'ticks'> {
  return {
    queue: 'ticks',
    retries: tickRetries,
    async process({ exportId }) {
      const definition = findExport(deps.registry, exportId);
      if (definition.export.schedule?.kind === 'event') await discoverRuns(definition, deps);
      else await reconcileOne(definition, deps);
      return { summary: { exportId } };
    },
  };
}
