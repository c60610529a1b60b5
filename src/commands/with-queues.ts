import { SettingMissing } from '../lib/errors/settings-errors.ts';
import type { Engine } from '../processes/engine.ts';
import { connectRedis } from '../queues/connection.ts';
import { openQueues, type QueueSet } from '../queues/queue-set.ts';

/** A person waits for it. */
const PATIENCE_MS = 10_000;

/** Opens the workers' queues for as long as `work` takes. Throws SettingMissing without a Redis; `next` is what to do then. */
export async function withQueues<Result>(
  { settings }: Pick<Engine, 'settings'>,
  next: string,
  work: (queues: QueueSet) => Promise<Result>,
): Promise<Result> {
  const { redisUrl, queuePrefix } = settings;
  if (redisUrl === null) {
    const expected = 'the address of the Redis that the workers use';
    throw new SettingMissing({ where: 'REDIS_URL', got: 'nothing', expected, next });
  }
  const redis = await connectRedis(redisUrl, PATIENCE_MS);
  const queues = openQueues(redis, queuePrefix);
  try {
    return await work(queues);
  } finally {
    await queues.close();
    redis.disconnect();
  }
}
