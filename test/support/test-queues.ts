import { randomBytes } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

export interface TestQueues {
  readonly queues: readonly Queue[];
  readonly byName: (name: string) => Queue;
  /** Removes every key of the queues and closes them. */
  close(this: void): Promise<void>;
}

/** Queues under a prefix of their own. */
export function openTestQueues(redisUrl: string, names: readonly string[]): TestQueues {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const prefix = `{test-${randomBytes(6).toString('hex')}}`;
  const queues = names.map((name) => new Queue(name, { connection, prefix }));
  const byName = (name: string): Queue => {
    const queue = queues.find((queue) => queue.name === name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  };
  return {
    queues,
    byName,
    async close() {
      for (const queue of queues) {
        await queue.obliterate({ force: true });
        await queue.close();
      }
      await connection.quit();
    },
  };
}
