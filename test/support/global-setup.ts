import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPrivateRedis } from '../../src/embedded/private-redis.ts';
import { startPrivateMariadb } from './private-mariadb.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the run's private redis-server; each test file uses a prefix of its own. */
    redisUrl: string;
    /** URL of the run's private mariadbd, as an administrator; each test file makes a database of its own. */
    mariadbUrl: string;
  }
}

/** One private redis-server and one private mariadbd for the whole test run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-redis-'));
  const [redis, mariadb] = await Promise.all([
    startPrivateRedis(dir, ['--enable-debug-command', 'yes']),
    startPrivateMariadb(),
  ]);
  project.provide('redisUrl', redis.url);
  project.provide('mariadbUrl', mariadb.adminUrl);
  return async () => {
    await Promise.all([redis.stop(), mariadb.stop()]);
    await rm(dir, { recursive: true, force: true });
  };
}
