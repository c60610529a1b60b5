import { openSource } from '../lib/sources/open-source.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import { newMemory } from '../schedulers/memory.ts';
import type { SchedulerDeps } from '../schedulers/reconcile.ts';
import { type Engine, sourceUrl } from './engine.ts';

/** What the scheduler works with. */
export function schedulerDeps(
  engine: Engine,
  queues: QueueSet,
  options: Pick<SchedulerDeps, 'since'> = {},
): SchedulerDeps {
  const source = (name: string) => openSource(name, sourceUrl(engine.settings, name));
  return { ...engine, ...options, queues, source, memory: newMemory() };
}
