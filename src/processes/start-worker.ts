import { withReleasers } from '../lib/lifecycle.ts';
import type { RetryRule } from '../lib/retry.ts';
import { deliveryJobs } from '../processors/delivery-job.ts';
import { type HostDeps, hostJobs } from '../processors/host.ts';
import { queueDeliveries, recordDelivering } from '../processors/request-deliveries.ts';
import { runJobs } from '../processors/run-job.ts';
import { settleRun } from '../processors/settle-run.ts';
import { stopWorkers } from '../processors/stop-workers.ts';
import { connectRedis } from '../queues/connection.ts';
import { openQueues } from '../queues/queue-set.ts';
import { type Engine, runDeps } from './engine.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { RunningProcess } from './running-process.ts';

/** Starts the process that builds and delivers: the queues `runs` and `deliveries`. */
export async function startWorker(engine: Engine, redisUrl: string, retries?: RetryRule): Promise<RunningProcess> {
  return await withReleasers(async (releasers) => {
    const { settings, clock, logger } = engine;
    await engine.archive.selfTest();
    const redis = await connectRedis(redisUrl);
    releasers.push('redis', () => redis.disconnect());
    const queues = openQueues(redis, settings.queuePrefix);
    const deps = runDeps(engine, async (run, revision, targets) => {
      await recordDelivering(engine, run, revision, targets);
      await queueDeliveries(queues, run, revision, targets);
      if (targets.length === 0) await settleRun(run, revision, deps);
    });
    const shutdown = new AbortController();
    const host: HostDeps = {
      queues,
      clock,
      logger,
      random: Math.random,
      lockMs: settings.lockMs,
      shutdown: shutdown.signal,
    };
    const hosted = [
      hostJobs(runJobs(deps, settings.workerConcurrency, retries), host),
      hostJobs(deliveryJobs(deps), host),
    ];
    releasers.push('locks', () => hosted.forEach(({ locks }) => locks.stop()));
    const workers = hosted.map(({ worker }) => worker);
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    const heartbeat = startHeartbeat(engine, 'worker', queues, workers);
    releasers.push('heartbeat', () => heartbeat.stop());
    logger.info({ exports: engine.registry.size, concurrency: settings.workerConcurrency }, 'worker started');
    return {
      healthy: () => heartbeat.healthy(),
      async stop() {
        const drained = await stopWorkers(workers, shutdown, settings.shutdownTimeoutMs);
        await releasers.release();
        logger.info({ drained }, 'worker stopped');
        return drained;
      },
    };
  });
}
