import { withReleasers } from '../lib/lifecycle.ts';
import { hostJobs } from '../processors/host.ts';
import { sweepJobs } from '../processors/sweep-job.ts';
import { stopWorkers } from '../processors/stop-workers.ts';
import { tickJobs } from '../processors/tick-job.ts';
import { connectRedis } from '../queues/connection.ts';
import { openQueues } from '../queues/queue-set.ts';
import { audit } from '../schedulers/audit.ts';
import type { SchedulerDeps } from '../schedulers/reconcile.ts';
import type { Engine } from './engine.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { RunningProcess } from './running-process.ts';

const AUDIT_MS = 60_000;

/** Starts the process that knows what is due: job schedulers, ticks and the minute audit. Several may run at once. */
export async function startScheduler(
  engine: Engine,
  redisUrl: string,
  options: Pick<SchedulerDeps, 'since'> = {},
): Promise<RunningProcess> {
  return await withReleasers(async (releasers) => {
    const { settings, clock, logger } = engine;
    await engine.archive.selfTest();
    const redis = await connectRedis(redisUrl);
    releasers.push('redis', () => redis.disconnect());
    const queues = openQueues(redis, settings.queuePrefix);
    const deps: SchedulerDeps = { ...engine, ...options, queues };
    await audit(deps);
    const shutdown = new AbortController();
    const host = { queues, clock, logger, random: Math.random, lockMs: settings.lockMs, shutdown: shutdown.signal };
    const hosted = [hostJobs(tickJobs(deps), host), hostJobs(sweepJobs(engine), host)];
    releasers.push('locks', () => hosted.forEach(({ locks }) => locks.stop()));
    const workers = hosted.map(({ worker }) => worker);
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    let auditing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      auditing = auditing.then(() => auditQuietly(deps));
    }, AUDIT_MS);
    releasers.push('audit', () => clearInterval(timer));
    const heartbeat = startHeartbeat(engine, 'scheduler', queues, workers);
    releasers.push('heartbeat', () => heartbeat.stop());
    logger.info({ exports: engine.registry.size }, 'scheduler started');
    return {
      healthy: () => heartbeat.healthy(),
      async stop() {
        const drained = await stopWorkers(workers, shutdown, settings.shutdownTimeoutMs);
        await releasers.release();
        logger.info({ drained }, 'scheduler stopped');
        return drained;
      },
    };
  });
}

async function auditQuietly(deps: SchedulerDeps): Promise<void> {
  try {
    await audit(deps);
  } catch (error) {
    deps.logger.error({ error: error instanceof Error ? error.message : typeof error }, 'audit failed');
  }
}
