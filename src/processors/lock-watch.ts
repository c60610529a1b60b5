import type { Worker } from 'bullmq';
import type { Clock } from '../lib/clock.ts';
import { RunLost } from '../lib/errors/queue-errors.ts';

/** Part of the lock's duration after which silence means that another worker may soon take the job. */
const PATIENCE = 0.8;
const LOOKS_PER_LOCK = 10;

/** Watches that the locks of active jobs are renewed. */
export interface LockWatch {
  /** Calls `lost` once when the lock of this job is gone, or has not been renewed for too long; gives the way to stop. */
  watch(jobId: string, lost: (error: RunLost) => void): () => void;
  /** True while an attempt at this job is under way in this worker. */
  isWatched(jobId: string): boolean;
  /** Tells the attempt that is under way that the job is no longer its own. */
  lose(jobId: string, got: string): void;
  stop(): void;
}

/**
 * BullMQ renews locks and tells when Redis refuses; it tells nothing while Redis is away or frozen (facts: the commands
 * wait in line). So each job also has a clock of its own that does not ask Redis.
 */
export function watchLocks(worker: Worker, lockMs: number, clock: Clock): LockWatch {
  const watched = new Map<string, { renewedMs: number; lost: (error: RunLost) => void }>();
  const lose = (jobId: string, got: string): void => {
    const job = watched.get(jobId);
    watched.delete(jobId);
    job?.lost(new RunLost({ where: jobId, got, expected: 'a lock of its own', next: 'Another worker goes on.' }));
  };
  worker.on('locksRenewed', ({ jobIds }) => {
    for (const job of jobIds.map((id) => watched.get(id))) if (job !== undefined) job.renewedMs = clock.monotonicMs();
  });
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const id of jobIds) lose(id, 'a lock that another has');
  });
  const timer = setInterval(() => {
    const limit = clock.monotonicMs() - lockMs * PATIENCE;
    for (const [id, { renewedMs }] of watched) if (renewedMs < limit) lose(id, 'no renewal of its lock');
  }, lockMs / LOOKS_PER_LOCK);
  return {
    watch(jobId, lost) {
      watched.set(jobId, { renewedMs: clock.monotonicMs(), lost });
      return () => void watched.delete(jobId);
    },
    isWatched: (jobId) => watched.has(jobId),
    lose,
    stop: () => clearInterval(timer),
  };
}
