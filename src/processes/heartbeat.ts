import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Worker } from 'bullmq';
import type { Clock } from '../lib/clock.ts';
import { promptly } from '../queues/connection.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import type { Engine } from './engine.ts';

const BEAT_MS = 10_000;
/** Jobs that wait this long beside an idle worker mean that it no longer takes any (facts: bullmq 1.4). */
const STARVED_MS = 60_000;

export interface Heartbeat {
  healthy(): boolean;
  stop(): Promise<void>;
}

/**
 * Writes `<role>-<pid>.json` into the heartbeat folder every ten seconds, as long as Redis answers and the workers take
 * the jobs that wait for them. `bordereau health` reads it; a process that only lives grows old there.
 */
export function startHeartbeat(
  { settings, clock, logger }: Pick<Engine, 'settings' | 'clock' | 'logger'>,
  role: string,
  queues: QueueSet,
  workers: readonly Worker[],
): Heartbeat {
  const path = join(settings.heartbeatDir, `${role}-${process.pid}.json`);
  const consumption = watchConsumption(queues, workers, clock);
  let wellSince: number | null = clock.monotonicMs();
  const beat = async (): Promise<void> => {
    try {
      const well = await consumption();
      wellSince = well ? clock.monotonicMs() : null;
      if (well) await write(settings.heartbeatDir, path, role, clock);
      else logger.error({ role }, 'jobs wait and none is taken');
    } catch (error) {
      wellSince = null;
      logger.warn({ role, error: String(error) }, 'no heartbeat');
    }
  };
  let beating = beat();
  const timer = setInterval(() => {
    beating = beating.then(beat);
  }, BEAT_MS);
  return {
    healthy: () => wellSince !== null && clock.monotonicMs() - wellSince < 3 * BEAT_MS,
    async stop() {
      clearInterval(timer);
      await rm(path, { force: true });
    },
  };
}

/** Answers whether the workers of this process consume: nothing waits, or something is being done, or it waits only since recently. */
function watchConsumption(queues: QueueSet, workers: readonly Worker[], clock: Clock): () => Promise<boolean> {
  const starvedSince = new Map<string, number>();
  return async () => {
    for (const worker of workers) {
      const queue = Object.values(queues.byName).find(({ name }) => name === worker.name);
      if (queue === undefined) continue;
      const counts = [queue.getWaitingCount(), queue.getPrioritizedCount(), queue.getActiveCount()];
      const [waiting = 0, ranked = 0, active = 0] = await promptly(Promise.all(counts));
      if (waiting + ranked === 0 || active > 0) starvedSince.delete(worker.name);
      else if (!starvedSince.has(worker.name)) starvedSince.set(worker.name, clock.monotonicMs());
    }
    const limit = clock.monotonicMs() - STARVED_MS;
    return [...starvedSince.values()].every((since) => since > limit);
  };
}

async function write(folder: string, path: string, role: string, clock: Clock): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.tmp`, JSON.stringify({ role, pid: process.pid, at: clock.now().toString() }));
  await rename(`${path}.tmp`, path);
}
