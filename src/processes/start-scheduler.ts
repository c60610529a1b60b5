import { typedError } from '../lib/errors/typed-error.ts';
import { hostJobs } from '../processors/host.ts';
import { sweepJobs } from '../processors/sweep-job.ts';
import { tickJobs } from '../processors/tick-job.ts';
import { audit } from '../schedulers/audit.ts';
import type { SchedulerDeps } from '../schedulers/reconcile.ts';
import type { Engine } from './engine.ts';
import { schedulerDeps } from './scheduler-deps.ts';
import { startHostProcess } from './host-process.ts';
import type { RunningProcess } from './running-process.ts';

const AUDIT_MS = 60_000;

/** Starts the process that knows what is due: job schedulers, ticks and the minute audit. Several may run at once. */
export async function startScheduler(
  engine: Engine,
  redisUrl: string,
  options: Pick<SchedulerDeps, 'since'> = {},
): Promise<RunningProcess> {
  return await startHostProcess(engine, 'scheduler', redisUrl, async (host, queues, releasers) => {
    const deps = schedulerDeps(engine, queues, options);
    await auditAndTell(deps);
    let auditing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      auditing = auditing.then(() => auditAndTell(deps));
    }, AUDIT_MS);
    releasers.push('audit', () => clearInterval(timer));
    return [hostJobs(tickJobs(deps), host), hostJobs(sweepJobs(engine), host)];
  });
}

/** One look; what fails is told, and looked at again a minute later. */
async function auditAndTell(deps: SchedulerDeps): Promise<void> {
  try {
    await audit(deps);
  } catch (error) {
    const { code, message, details } = typedError('audit', error);
    deps.logger.error({ ...details.facts, code, error: message }, 'audit failed');
  }
}
