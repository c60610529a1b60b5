import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Payload, type QueueName, catalogue, jobLimits, queueNames, queueOptions } from './catalogue.ts';
import { promptly } from './connection.ts';

/** The queues, opened for adding and looking. */
export interface QueueSet {
  readonly prefix: string;
  readonly redis: Redis;
  readonly byName: { readonly [Name in QueueName]: Queue };
  /** Adds a job; one with the same id that still exists is left as it is. Rejects within seconds when Redis is away. */
  add<Name extends QueueName>(name: Name, jobId: string, payload: Payload<Name>, options?: JobsOptions): Promise<void>;
  close(): Promise<void>;
}

export function openQueues(redis: Redis, prefix: string): QueueSet {
  const open = (name: QueueName): Queue => {
    const queue = new Queue(name, {
      connection: redis,
      prefix,
      ...queueOptions,
      defaultJobOptions: { ...jobLimits, ...catalogue[name].job },
    });
    // Without a listener BullMQ prints each error as it is. Calls fail by themselves, and workers log what they see.
    queue.on('error', () => undefined);
    return queue;
  };
  const byName = {
    ticks: open('ticks'),
    runs: open('runs'),
    backlog: open('backlog'),
    deliveries: open('deliveries'),
    sweeps: open('sweeps'),
  };
  return {
    prefix,
    redis,
    byName,
    async add(name, jobId, payload, options = {}) {
      await promptly(byName[name].add(name, payload, { ...options, jobId, backoff: { type: 'custom' } }));
    },
    async close() {
      for (const name of queueNames) await byName[name].close();
    },
  };
}
