import { sweepSchedulers, tickSchedulers } from './declared-schedulers.ts';
import { discoverWhereDue } from './discover-runs.ts';
import { type SchedulerDeps, reconcileAll } from './reconcile.ts';
import { resumeOpenRuns } from './resume-open-runs.ts';
import { syncSchedulers } from './sync-schedulers.ts';
import { tellDeadlines } from './tell-deadlines.ts';
import { tellForgotten } from './tell-forgotten.ts';

/**
 * What a start and every minute after it do alike: schedulers as declared, open runs with a job, due intervals and
 * discovered values queued, operators told of what is owed.
 */
export async function audit(deps: SchedulerDeps): Promise<void> {
  const { queues, registry, logger } = deps;
  await syncSchedulers(queues.byName.ticks, 'ticks', tickSchedulers(registry), logger);
  await syncSchedulers(queues.byName.sweeps, 'sweeps', sweepSchedulers, logger);
  await resumeOpenRuns(deps);
  await reconcileAll(deps);
  await discoverWhereDue(registry, deps);
  await tellDeadlines(deps);
  await tellForgotten(deps);
}
