import type { RetryRule } from '../lib/retry.ts';
import { deliveryJobs } from '../processors/delivery-job.ts';
import { hostJobs } from '../processors/host.ts';
import { queueDeliveries, recordDelivering } from '../processors/request-deliveries.ts';
import { backlogJobs, runJobs } from '../processors/run-job.ts';
import { settleRun } from '../processors/settle-run.ts';
import { checkSeals } from './check-seals.ts';
import { type Engine, runDeps } from './engine.ts';
import { startHostProcess } from './host-process.ts';
import type { RunningProcess } from './running-process.ts';

/** Starts the process that builds and delivers: the queues `runs`, `backlog` and `deliveries`. */
export async function startWorker(engine: Engine, redisUrl: string, retries?: RetryRule): Promise<RunningProcess> {
  await checkSeals(engine);
  return await startHostProcess(engine, 'worker', redisUrl, async (host, queues) => {
    const deps = runDeps(engine, async (run, revision, targets) => {
      await recordDelivering(engine, run, revision, targets);
      await queueDeliveries(queues, run, revision, targets);
      await settleRun(run, revision, deps);
    });
    const runs = runJobs(deps, engine.settings.workerConcurrency, retries);
    return [hostJobs(runs, host), hostJobs(backlogJobs(deps, retries), host), hostJobs(deliveryJobs(deps), host)];
  });
}
