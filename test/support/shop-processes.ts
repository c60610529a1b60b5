import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Archive } from '../../src/lib/archive/archive.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { connectRedis } from '../../src/queues/connection.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { type QueueSet, openQueues } from '../../src/queues/queue-set.ts';
import { startCli } from './cli.ts';
import { shopEnvironment } from './engine.ts';
import { eventually } from './eventually.ts';
import { newPrefix } from './queues.ts';

export type Cli = ReturnType<typeof startCli>;

/** A shop whose worker and scheduler are processes of their own. */
export interface ShopProcesses {
  readonly environment: Record<string, string>;
  readonly archive: Archive;
  readonly queues: QueueSet;
  worker(changes?: Record<string, string>): Cli;
  scheduler(): Cli;
  queue(run: RunId): Promise<void>;
  delivered(run: RunId, ms?: number): Promise<void>;
  /** Waits until an attempt at the run has written a part of its file. */
  inMidFile(run: RunId): Promise<void>;
  /** What is to be seen in the run's folder. */
  visible(run: RunId): Promise<string[]>;
}

export async function shopProcesses(redisUrl: string, changes: Record<string, string> = {}): Promise<ShopProcesses> {
  const prefix = newPrefix();
  const environment: Record<string, string> = {
    ...(await shopEnvironment(3, prefix)),
    REDIS_URL: redisUrl,
    ...changes,
  };
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  const redis = await connectRedis(redisUrl);
  const queues = openQueues(redis, `{${prefix}}`);
  onTestFinished(() => redis.disconnect());
  const folder = async (run: RunId): Promise<string[]> => await entries(join(archive.root, run));
  return {
    environment,
    archive,
    queues,
    worker: (more = {}) => startCli(['worker'], { ...environment, ...more }),
    scheduler: () => startCli(['scheduler'], environment),
    async queue(run) {
      const wanted = { run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;
      await queueRun(wanted, { archive, queues, clock: systemClock, actor: 'test' });
    },
    async delivered(run, ms = 40_000) {
      await eventually(async () => (await archive.status(run))?.state === 'delivered', ms);
    },
    async inMidFile(run) {
      await eventually(async () => {
        const workspace = (await folder(run)).find((name) => name.endsWith('.part'));
        return workspace !== undefined && (await entries(join(archive.root, run, workspace))).length > 0;
      });
    },
    visible: async (run) => (await folder(run)).filter((name) => !name.startsWith('.')).sort(),
  };
}

/** Waits for the end of a process; gives its exit code, null after a signal. */
export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function entries(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}
