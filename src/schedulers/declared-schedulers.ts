import { wakeUp } from '../lib/calendar/wake-up.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';
import type { DeclaredScheduler } from './sync-schedulers.ts';

/** A job scheduler for each scheduled export: it only wakes us, the calendar decides what is due. */
export function tickSchedulers(registry: Registry): DeclaredScheduler[] {
  return [...registry.values()].flatMap(tickScheduler);
}

/** Once a day, away from the mornings. */
export const sweepSchedulers: readonly DeclaredScheduler[] = [
  { id: 'sweep', data: { v: 1 }, repeat: { pattern: '30 12 * * *', tz: 'UTC' } },
];

function tickScheduler({ id, export: { schedule }, operation }: ExportDefinition): DeclaredScheduler[] {
  if (schedule === null) return [];
  const repeat = wakeUp(schedule, { zone: operation.zone, calendar: operation.calendar ?? {} });
  return [{ id: id.replaceAll('/', '.'), data: { v: 1, exportId: id }, repeat }];
}
