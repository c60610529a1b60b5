import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startPrivateRedis } from '../../src/embedded/private-redis.ts';
import { eventually } from '../support/eventually.ts';
import { startSource } from '../support/source-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Starts a process that has a private Redis and ignores Ctrl-C; gives its id and the port of that Redis. */
async function startOwner(): Promise<{ pid: number; port: number }> {
  const dir = await tempFolder();
  const { child, line } = await startSource(`
    const { startPrivateRedis } = await import(src + '/embedded/private-redis.ts');
    process.on('SIGINT', () => {});
    const { port } = await startPrivateRedis(${JSON.stringify(dir)});
    process.stdout.write(String(port));
  `);
  return { pid: child.pid ?? 0, port: Number(line) };
}

/** Whether a Redis answers on the port. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await new Promise<string>((resolve) => {
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => resolve(data.toString()));
    for (const nothing of ['error', 'close']) socket.once(nothing, () => resolve(''));
  });
  socket.destroy();
  return answer === '+PONG\r\n';
}

it('answers until it is stopped', async () => {
  const redis = await startPrivateRedis(await tempFolder());
  expect(await answers(redis.port)).toBe(true);
  await redis.stop();
  expect(await answers(redis.port)).toBe(false);
});

it('outlives a Ctrl-C in the terminal of its owner, who still needs it to drain', async () => {
  const { pid, port } = await startOwner();
  process.kill(-pid, 'SIGINT');
  expect(await answers(port)).toBe(true);
});

it('does not outlive an owner who is killed', async () => {
  const { pid, port } = await startOwner();
  process.kill(pid, 'SIGKILL');
  expect(await eventually(async () => !(await answers(port)))).toBe(true);
});
