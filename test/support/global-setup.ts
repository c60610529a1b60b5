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

/**
 * One private redis-server and one private mariadbd for the whole test run, and a home and temporary folder of its own,
 * so that what browsers, compilers and offices keep there goes away with it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Short: the address of a Unix socket in a folder below it has 104 characters at most.
  const dir = await mkdtemp(join(tmpdir(), 'bdr-'));
  Object.assign(process.env, { HOME: dir, TMPDIR: dir });
  const [redis, mariadb] = await Promise.all([
    startPrivateRedis(join(dir, 'redis'), ['--enable-debug-command', 'yes']),
    startPrivateMariadb(),
  ]);
  project.provide('redisUrl', redis.url);
  project.provide('mariadbUrl', mariadb.adminUrl);
  return async () => {
    await Promise.all([redis.stop(), mariadb.stop()]);
    await rm(dir, { recursive: true, force: true });
  };
}
