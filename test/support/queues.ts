import { randomBytes } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { connectRedis } from '../../src/queues/connection.ts';
import { type QueueSet, openQueues } from '../../src/queues/queue-set.ts';

/** A prefix that no other test has. */
export function newPrefix(): string {
  return `test-${randomBytes(4).toString('hex')}`;
}

/** Queues of the test run's Redis, closed with the test. */
export async function testQueues(prefix: string): Promise<QueueSet> {
  const redis = await connectRedis(inject('redisUrl'));
  const queues = openQueues(redis, `{${prefix}}`);
  onTestFinished(async () => {
    await queues.close();
    redis.disconnect();
  });
  return queues;
}
