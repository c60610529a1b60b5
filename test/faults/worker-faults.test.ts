import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { startPrivateRedis } from '../../src/embedded/private-redis.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { startCli } from '../support/cli.ts';
import { shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { tempFolder } from '../support/temp-folder.ts';

const run = 'shop/slow/2013-07-25';
const wanted = { run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;

async function slowRun(redisUrl = inject('redisUrl'), changes: Record<string, string> = {}) {
  const prefix = newPrefix();
  const environment: Record<string, string> = {
    ...(await shopEnvironment(3, prefix)),
    REDIS_URL: redisUrl,
    ...changes,
  };
  const archive = openFolderArchive(environment['ARCHIVE_DIR']!);
  const worker = (): ReturnType<typeof startCli> => startCli(['worker'], environment);
  const visible = async (): Promise<string[]> =>
    (await entries(join(archive.root, run))).filter((name) => !name.startsWith('.'));
  return { prefix, environment, archive, worker, visible };
}

async function entries(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}

/** Waits until an attempt has written a part of its file. */
async function inMidFile(root: string): Promise<string> {
  return await eventually(async () => {
    const workspace = (await entries(join(root, run))).find((name) => name.endsWith('.part'));
    if (workspace === undefined) return null;
    const [file] = await entries(join(root, run, workspace));
    return file === undefined ? null : join(root, run, workspace, file);
  });
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

test('faults 1: a worker killed in mid-file leaves nothing under a final name, and the next one publishes exactly one file', async () => {
  const { prefix, archive, worker, visible } = await slowRun();
  await queueRun(wanted, { archive, queues: await testQueues(prefix), clock: systemClock, actor: 'test' });
  const first = worker();
  await inMidFile(archive.root);
  expect(await visible()).toEqual(['run.jsonl']);
  first.kill('SIGKILL');
  await exitOf(first);
  expect(await visible()).toEqual(['run.jsonl']);

  worker();
  await eventually(async () => (await archive.status(run))?.state === 'delivered', 40_000);
  expect((await visible()).sort()).toEqual(['deliveries', 'r1', 'run.jsonl']);
  expect((await entries(join(archive.root, run, 'r1'))).sort()).toEqual(['lent_2013-07-25.csv', 'manifest.json']);
  const manifest = await archive.manifest(run, 1);
  expect(manifest?.rows).toBe(120_000);
  expect(await archive.status(run)).toMatchObject({ crashes: 1, published: [{ revision: 1 }] });
}, 60_000);

test('faults 4: a worker told to stop in mid-file hands the run back at once, and no attempt is spent', async () => {
  const { prefix, archive, worker, visible } = await slowRun(inject('redisUrl'), { SHUTDOWN_TIMEOUT_S: '5' });
  await queueRun(wanted, { archive, queues: await testQueues(prefix), clock: systemClock, actor: 'test' });
  const first = worker();
  await inMidFile(archive.root);
  // The file takes about three seconds; half of the time to stop is given to finishing, so make it too little.
  first.kill('SIGTERM');
  const second = worker();
  expect(await exitOf(first)).toBe(0);
  await eventually(async () => (await archive.status(run))?.state === 'delivered', 40_000);
  const starts = (await archive.history(run)).filter((event) => event.event === 'started');
  expect(starts.every((event) => event.event === 'started' && event.attempt === 1)).toBe(true);
  expect(await archive.status(run)).toMatchObject({ crashes: 0 });
  expect((await visible()).sort()).toEqual(['deliveries', 'r1', 'run.jsonl']);
  second.kill('SIGTERM');
  expect(await exitOf(second)).toBe(0);
}, 60_000);

test('faults 5: a worker told to stop while Redis is away ends within its deadline, with an exit code that says so', async () => {
  const redis = await startPrivateRedis(await tempFolder());
  onTestFinished(() => redis.stop());
  const { worker } = await slowRun(redis.url, { SHUTDOWN_TIMEOUT_S: '5' });
  const child = worker();
  await eventually(() => Promise.resolve(child.said().includes('worker started')));
  redis.process.kill('SIGKILL');
  await once(redis.process, 'exit');
  const told = performance.now();
  child.kill('SIGTERM');
  expect(await exitOf(child)).toBe(1);
  expect(performance.now() - told).toBeLessThan(8000);
}, 30_000);

test('faults 9: a worker that was paused longer than its lock does not publish beside the one that took over', async () => {
  const { prefix, archive, worker, visible } = await slowRun();
  await queueRun(wanted, { archive, queues: await testQueues(prefix), clock: systemClock, actor: 'test' });
  const zombie = worker();
  await inMidFile(archive.root);
  zombie.kill('SIGSTOP');
  worker();
  await eventually(async () => (await archive.status(run))?.state === 'delivered', 40_000);
  const before = await readFile(join(archive.root, run, 'r1', 'manifest.json'), 'utf8');
  zombie.kill('SIGCONT');
  await eventually(() => Promise.resolve(zombie.said().includes('RUN_LOST')));
  await eventually(async () => !(await entries(join(archive.root, run))).some((name) => name.endsWith('.part')));
  expect(await readFile(join(archive.root, run, 'r1', 'manifest.json'), 'utf8')).toBe(before);
  expect((await visible()).sort()).toEqual(['deliveries', 'r1', 'run.jsonl']);
  expect((await archive.status(run))?.state).toBe('delivered');
}, 60_000);

test('faults 16 and 17: a Redis that evicts keys, refuses the password or is not there is told plainly', async () => {
  const redis = await startPrivateRedis(await tempFolder(), [
    '--maxmemory-policy',
    'allkeys-lru',
    '--requirepass',
    'right',
  ]);
  onTestFinished(() => redis.stop());
  const right = `redis://:right@127.0.0.1:${redis.port}`;
  const wrong = `redis://:wrong-canary@127.0.0.1:${redis.port}`;
  const evicting = (await slowRun(right)).worker();
  const refused = (await slowRun(wrong)).worker();
  expect(await exitOf(evicting)).toBe(1);
  expect(evicting.said()).toContain('got maxmemory-policy allkeys-lru, expected noeviction');
  expect(await exitOf(refused)).toBe(1);
  expect(refused.said()).toContain('expected a user and password it accepts');
  expect(refused.said()).not.toContain('wrong-canary');
}, 60_000);
