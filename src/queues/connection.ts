import { Redis, type RedisOptions } from 'ioredis';
import { within } from '../lib/lifecycle.ts';
import { RedisRefused, RedisUnreachable } from '../lib/errors/queue-errors.ts';

const START_TIMEOUT_MS = 30_000;
const CALL_TIMEOUT_MS = 5_000;

/** Quick to come back after an outage: at most two seconds between tries. */
const shared = {
  retryStrategy: (times: number): number => Math.min(times * 200, 2000),
  connectTimeout: 5000,
  keepAlive: 10_000,
  maxRetriesPerRequest: null,
} satisfies RedisOptions;

/** Errors that waiting does not heal. */
const REFUSALS = /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH)/;

/**
 * Connects to Redis and looks whether it may hold our queues: it must answer within 30 s, accept the password and never
 * evict keys. Throws RedisUnreachable or RedisRefused; neither names the password.
 */
export async function connectRedis(url: string, startTimeoutMs = START_TIMEOUT_MS): Promise<Redis> {
  const redis = new Redis(url, shared);
  try {
    await answered(redis, url, startTimeoutMs);
    await refuseEviction(redis, url);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

/** A call that waits at most five seconds: a queue whose Redis is away would make it hang for ever. */
export function promptly<Result>(call: Promise<Result>): Promise<Result> {
  return within(
    CALL_TIMEOUT_MS,
    call,
    () => new RedisUnreachable({ where: 'Redis', got: `no answer in ${CALL_TIMEOUT_MS} ms`, expected: 'an answer' }),
  );
}

async function answered(redis: Redis, url: string, timeoutMs: number): Promise<void> {
  let last = 'no answer';
  const refused = new Promise<never>((_resolve, reject) => {
    redis.on('error', (error: Error) => {
      last = error.message;
      if (REFUSALS.test(error.message)) reject(error);
    });
  });
  const late = (): Error =>
    new RedisUnreachable({
      where: place(url),
      got: `${last} for ${timeoutMs / 1000} s`,
      expected: 'a Redis that answers',
      next: 'Start it, or check REDIS_URL.',
    });
  try {
    await within(timeoutMs, Promise.race([redis.ping(), refused]), late);
  } catch (error) {
    throw error instanceof Error && REFUSALS.test(error.message) ? refusal(url, error) : error;
  }
}

function refusal(url: string, cause: Error): RedisRefused {
  return new RedisRefused({
    where: place(url),
    got: cause.message,
    expected: 'a user and password it accepts',
    next: 'Check REDIS_URL.',
    cause,
  });
}

async function refuseEviction(redis: Redis, url: string): Promise<void> {
  const memory = await redis.info('memory');
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new RedisRefused({
    where: place(url),
    got: `maxmemory-policy ${policy}`,
    expected: 'noeviction',
    next: 'With another policy Redis throws jobs away when it is full.',
  });
}

/** Host and port, without user and password. */
function place(url: string): string {
  const { hostname, port } = new URL(url);
  return `Redis at ${hostname}:${port || '6379'}`;
}
