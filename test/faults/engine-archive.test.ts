import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import type { Engine } from '../../src/processes/engine.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { resumeOpenRuns } from '../../src/schedulers/resume-open-runs.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { keptLog } from '../support/logged.ts';
import { newPrefix, testQueues } from '../support/queues.ts';
import { tmpfs } from '../support/tmpfs.ts';

const run = 'shop/slow/2013-07-25';
const asked = { revision: 1, trigger: 'manual', late: false, why: null } as const;
const wanted = { run, ...asked, giveUpAt: null } as const;
const quick = { firstDelayMs: 50, longestDelayMs: 100, attempts: 100 };

/** A worker in this process, with its log, on the archive that is asked for. */
async function worker(archiveDir?: string) {
  const prefix = newPrefix();
  const environment = await shopEnvironment(3, prefix);
  const { logger, lines } = keptLog();
  const loaded = await loadShop(archiveDir === undefined ? environment : { ...environment, ARCHIVE_DIR: archiveDir });
  const engine: Engine = { ...loaded, logger };
  const queues = await testQueues(prefix);
  const running = await startWorker(engine, inject('redisUrl'), quick);
  onTestFinished(async () => void (await running.stop()));
  return { engine, archive: engine.archive, queues, lines };
}

const visible = async (root: string): Promise<string[]> =>
  (await readdir(join(root, run))).filter((name) => name !== 'run.jsonl').sort();

test('faults 29: a full archive leaves nothing behind, and the run is made once there is room again', async (context) => {
  const disk = await tmpfs('2m');
  context.skip(disk === null, 'this user may not mount a tmpfs');
  const { engine, archive, queues } = await worker(join(disk!.path, 'archive'));
  await queueRun(wanted, { ...engine, queues });
  const failure = await eventually(async () =>
    (await archive.history(run)).find((event) => event.event === 'retrying'),
  );
  expect(failure).toMatchObject({ error: { code: 'DISK_FULL', retry: 'busy' } });
  expect((await visible(archive.root)).filter((name) => !name.startsWith('.'))).toEqual([]);
  await disk!.remount('size=16m');
  await eventually(async () => (await archive.status(run))?.state === 'delivered');
  expect(await visible(archive.root)).toEqual(['deliveries', 'r1']);
}, 40_000);

test('faults 30: an archive that cannot be written is told in the log, and the run goes on when it can be again', async (context) => {
  const disk = await tmpfs('16m');
  context.skip(disk === null, 'this user may not mount a tmpfs');
  const { engine, archive, queues, lines } = await worker(join(disk!.path, 'archive'));
  await archive.recordFirst(run, { at: '2013-07-26T04:00:00Z', by: 'test', event: 'queued', ...asked });
  await disk!.remount('ro');
  await resumeOpenRuns(schedulerDeps(engine, queues));
  await eventually(() => Promise.resolve(lines.some(({ message }) => message === 'failure not recorded')));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'attempt failed', code: 'ARCHIVE_NOT_WRITABLE' }));
  expect(await visible(archive.root)).toEqual([]);
  await disk!.remount('rw');
  await resumeOpenRuns(schedulerDeps(engine, queues));
  await eventually(async () => (await archive.status(run))?.state === 'delivered');
  expect(await visible(archive.root)).toEqual(['deliveries', 'r1']);
}, 40_000);

test('faults 30: an archive that has gone is not begun anew in its place; back again, it knows its runs', async () => {
  const { engine, archive, queues, lines } = await worker();
  await queueRun({ ...wanted, run: 'shop/orders/2013-07-25' }, { ...engine, queues });
  await eventually(async () => (await archive.status('shop/orders/2013-07-25'))?.state === 'delivered');
  const away = `${archive.root}.away`;
  await rename(archive.root, away);
  onTestFinished(() => rm(away, { recursive: true, force: true }));
  await expect(queueRun(wanted, { ...engine, queues })).rejects.toMatchObject({ code: 'ARCHIVE_NOT_WRITABLE' });
  await queues.add('runs', 'shop.slow.x', { ...wanted, v: 1, runId: run, trigger: 'manual' });
  await eventually(() => Promise.resolve(lines.some(({ code }) => code === 'ARCHIVE_NOT_WRITABLE')));
  await expect(readdir(archive.root)).rejects.toMatchObject({ code: 'ENOENT' });
  await rename(away, archive.root);
  expect(await openFolderArchive(archive.root).status('shop/orders/2013-07-25')).toMatchObject({ state: 'delivered' });
}, 40_000);
