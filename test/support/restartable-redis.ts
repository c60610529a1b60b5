import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { type PrivateRedis, startPrivateRedis } from '../../src/embedded/private-redis.ts';
import { tempFolder } from './temp-folder.ts';

/** A redis-server of one test, which may die and come back on its port with its data. */
export interface RestartableRedis {
  readonly url: string;
  readonly port: number;
  /** Folder of its append-only file. */
  readonly dir: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
}

export async function restartableRedis(extraArguments: readonly string[] = []): Promise<RestartableRedis> {
  const dir = await tempFolder();
  const first = await startPrivateRedis(dir, extraArguments);
  const { url, port } = first;
  let current: PrivateRedis = first;
  onTestFinished(async () => {
    current.process.kill('SIGCONT');
    await current.stop();
  });
  return {
    url,
    port,
    dir,
    async kill() {
      const ended = once(current.process, 'exit');
      current.process.kill('SIGKILL');
      await ended;
    },
    async start() {
      current = await startPrivateRedis(dir, ['--port', String(port), ...extraArguments]);
    },
    signal: (name) => void current.process.kill(name),
  };
}
