import { type Releasers, withReleasers } from '../lib/lifecycle.ts';
import type { HostDeps, HostedJobs } from '../processors/host.ts';
import { stopWorkers } from '../processors/stop-workers.ts';
import { connectRedis } from '../queues/connection.ts';
import { type QueueSet, openQueues } from '../queues/queue-set.ts';
import type { Engine } from './engine.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { RunningProcess } from './running-process.ts';

/** Hosts the jobs of one process, once its queues are open; what it acquires beside them goes to the releasers. */
export type HostAll = (host: HostDeps, queues: QueueSet, releasers: Releasers) => Promise<readonly HostedJobs[]>;

/**
 * Starts a process that does jobs: the archive is tried, Redis connected, the jobs hosted, a heartbeat left. Stopping it
 * drains within SHUTDOWN_TIMEOUT_S. Throws what the archive or Redis has against it; nothing is left acquired then.
 */
export async function startHostProcess(
  engine: Engine,
  role: string,
  redisUrl: string,
  hostAll: HostAll,
): Promise<RunningProcess> {
  return await withReleasers(async (releasers) => {
    const { settings, clock, logger } = engine;
    await engine.archive.selfTest();
    const redis = await connectRedis(redisUrl);
    releasers.push('redis', () => redis.disconnect());
    const queues = openQueues(redis, settings.queuePrefix);
    const shutdown = new AbortController();
    const host = { queues, clock, logger, random: Math.random, lockMs: settings.lockMs, shutdown: shutdown.signal };
    const hosted = await hostAll(host, queues, releasers);
    releasers.push('locks', () => hosted.forEach(({ locks }) => locks.stop()));
    const workers = hosted.map(({ worker }) => worker);
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    const heartbeat = startHeartbeat(engine, role, queues, workers);
    releasers.push('heartbeat', () => heartbeat.stop());
    logger.info({ exports: engine.registry.size }, `${role} started`);
    const stop = async (): Promise<boolean> => {
      const closed = await stopWorkers(workers, shutdown, settings.shutdownTimeoutMs);
      // Without Redis nobody learns what became of the jobs, even when closing went through.
      const drained = closed && redis.status === 'ready';
      await releasers.release();
      logger.info({ drained }, `${role} stopped`);
      return drained;
    };
    let stopping: Promise<boolean> | null = null;
    return { healthy: () => heartbeat.healthy(), stop: () => (stopping ??= stop()) };
  });
}
