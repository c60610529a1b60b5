import { randomBytes } from 'node:crypto';
import type { Job } from 'bullmq';
import { RunLost } from '../lib/errors/queue-errors.ts';
import type { Logger } from '../lib/logger.ts';
import { promptly } from '../queues/connection.ts';
import { wakeRunJob } from '../queues/queue-run.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import { passTurn, takeTurn } from '../queues/turns.ts';
import type { Attempt } from './attempt.ts';

const LOCK_HELD = 1;

/** The attempt a BullMQ job stands for. */
export function attemptOfJob(
  job: Job,
  lockToken: string,
  signal: AbortSignal,
  { queues, lockMs, logger }: { queues: QueueSet; lockMs: number; logger: Logger },
): Attempt {
  const lock = { key: `${job.queueQualifiedName}:${job.id}:lock`, token: lockToken };
  const tell = (what: string, call: Promise<unknown>): void => {
    call.catch((error: unknown) => logger.debug({ jobId: job.id, what, error: String(error) }, 'job not told'));
  };
  return {
    number: job.attemptsMade + 1,
    token: `a${job.attemptsStarted}-${randomBytes(4).toString('hex')}`,
    signal,
    async fence() {
      signal.throwIfAborted();
      const held = await promptly(job.extendLock(lockToken, lockMs));
      if (held === LOCK_HELD) return;
      throw new RunLost({ where: job.id ?? job.name, got: 'a lock that ran out', expected: 'a lock of its own' });
    },
    takeTurn: async (exportId, run) => await takeTurn(queues, exportId, run, lock),
    async passTurn(exportId, next) {
      await passTurn(queues, exportId, lock, next?.run ?? null);
      if (next !== null) await wakeRunJob(next, queues);
    },
    progress: (progress) => tell('progress', job.updateProgress({ ...progress })),
    log: (line) => tell('log', job.log(line)),
  };
}
