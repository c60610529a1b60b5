import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { RedisNotStarted } from '../lib/errors/embedded-errors.ts';
import { endWithParent } from './end-with-parent.ts';
import { freePort } from './free-port.ts';

export interface PrivateRedis {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Ends the server and waits for its end. */
  stop(): Promise<void>;
}

const READY = 'Ready to accept connections';
const START_TIMEOUT_MS = 15_000;

/**
 * Starts a redis-server of our own on a free port of the loopback address, with its data in `dir` and the settings
 * production wants (append-only file, no eviction). It ends with this process at the latest. Throws RedisNotStarted with
 * what the server said.
 */
export async function startPrivateRedis(dir: string, extraArguments: readonly string[] = []): Promise<PrivateRedis> {
  await mkdir(dir, { recursive: true });
  const port = await freePort();
  const server = spawn(
    'redis-server',
    [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--daemonize', 'no'],
      ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction'],
      ...extraArguments,
    ],
    // Detached: a Ctrl-C meant for us would end it while we still drain.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  await ready(server);
  endWithParent(server);
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, port, process: server, stop };
}

async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (got: string, cause?: unknown): void => {
      server.kill('SIGKILL');
      reject(new RedisNotStarted({ where: 'redis-server', got, expected: `"${READY}"`, cause }));
    };
    const timer = setTimeout(() => fail(`no answer in ${START_TIMEOUT_MS} ms: ${said.slice(-500)}`), START_TIMEOUT_MS);
    const listen = (part: Buffer): void => {
      said += part.toString();
      if (!said.includes(READY)) return;
      clearTimeout(timer);
      resolve();
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('error', (cause) => {
      clearTimeout(timer);
      fail('it cannot be run; is redis-server installed?', cause);
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(`exit code ${code}: ${said.slice(-500)}`);
    });
  });
}
