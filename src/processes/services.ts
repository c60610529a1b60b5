import type { Settings } from '../lib/config/settings.ts';
import { SettingMissing } from '../lib/errors/settings-errors.ts';
import { type Engine, loadEngine } from './engine.ts';
import type { RunningProcess } from './running-process.ts';
import { startBoard } from './start-board.ts';
import { startScheduler } from './start-scheduler.ts';
import { startWorker } from './start-worker.ts';
import { runUntilSignal } from './until-signal.ts';

/** The processes of a deployment. */
export const services = [
  { name: 'scheduler', about: 'know what is due: job schedulers, ticks and the minute audit', start: startScheduler },
  { name: 'worker', about: 'build and deliver files', start: startWorker },
  { name: 'board', about: 'show the queues in the browser', start: startBoard },
] as const satisfies readonly {
  name: string;
  about: string;
  start: (engine: Engine, redisUrl: string) => Promise<RunningProcess>;
}[];

export type ServiceName = (typeof services)[number]['name'];

/** Runs one process of a deployment until a signal; gives its exit code. Throws SettingMissing without a Redis. */
export async function runService(name: ServiceName, settings: Settings): Promise<number> {
  if (settings.redisUrl === null) {
    throw new SettingMissing({
      where: 'REDIS_URL',
      got: 'nothing',
      expected: 'redis://[user:password@]host:port',
      next: '`bordereau start` runs a private one.',
    });
  }
  const engine = await loadEngine(settings, name);
  for (const service of services) {
    if (service.name === name) return await runUntilSignal(await service.start(engine, settings.redisUrl));
  }
  return 1;
}
