import { sweepSchedulers, tickSchedulers } from './declared-schedulers.ts';
import { type SchedulerDeps, reconcileAll } from './reconcile.ts';
import { resumeOpenRuns } from './resume-open-runs.ts';
import { syncSchedulers } from './sync-schedulers.ts';

/** What a start and every minute after it do alike: schedulers as declared, open runs with a job, due intervals queued. */
export async function audit(deps: SchedulerDeps): Promise<void> {
  const { queues, registry, logger } = deps;
  await syncSchedulers(queues.byName.ticks, 'ticks', tickSchedulers(registry), logger);
  await syncSchedulers(queues.byName.sweeps, 'sweeps', sweepSchedulers, logger);
  await resumeOpenRuns(deps);
  await reconcileAll(deps);
}
