import type { JobSchedulerJson, Queue } from 'bullmq';
import type { WakeUp } from '../lib/calendar/wake-up.ts';
import type { Logger } from '../lib/logger.ts';
import { type QueueName, catalogue, jobLimits } from '../queues/catalogue.ts';
import { promptly } from '../queues/connection.ts';

/** A job scheduler as it should be in Redis. */
export interface DeclaredScheduler {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly repeat: WakeUp;
}

/**
 * Makes a queue's job schedulers the declared ones: missing ones are added, changed ones rewritten, orphans removed. One
 * that is as it should be is not touched, for writing it again would drop a tick that is due (facts: bullmq 1.2).
 */
export async function syncSchedulers(
  queue: Queue,
  name: QueueName,
  declared: readonly DeclaredScheduler[],
  logger: Logger,
): Promise<void> {
  const existing = await promptly(queue.getJobSchedulers(0, -1, true));
  const byId = new Map(existing.map((scheduler) => [scheduler.key, scheduler]));
  for (const wanted of declared) {
    if (isAsDeclared(byId.get(wanted.id), wanted)) continue;
    await write(queue, name, wanted);
    logger.info({ scheduler: wanted.id, ...wanted.repeat }, 'scheduler written');
  }
  for (const orphan of byId.keys()) {
    if (declared.some(({ id }) => id === orphan)) continue;
    await promptly(queue.removeJobScheduler(orphan));
    logger.info({ scheduler: orphan }, 'scheduler removed');
  }
}

function isAsDeclared(existing: JobSchedulerJson | undefined, { data, repeat }: DeclaredScheduler): boolean {
  if (existing === undefined) return false;
  const sameTemplate = JSON.stringify(existing.template?.data) === JSON.stringify(data);
  return sameTemplate && existing.pattern === repeat.pattern && existing.tz === repeat.tz;
}

async function write(queue: Queue, name: QueueName, { id, data, repeat }: DeclaredScheduler): Promise<void> {
  const opts = { ...jobLimits, ...catalogue[name].job, backoff: { type: 'custom' } };
  try {
    await promptly(queue.upsertJobScheduler(id, repeat, { name, data, opts }));
  } catch (error) {
    // Two processes wrote the same scheduler at once; the other one's is as good (facts: bullmq 1.2).
    if (!String(error).includes('job ID already exists')) throw error;
  }
}
