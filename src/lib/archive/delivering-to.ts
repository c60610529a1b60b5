import type { RunEvent } from './run-event.ts';

/** Where a revision was to go when its deliveries were last asked for; null: they were not. */
export function deliveringTo(events: readonly RunEvent[], revision: number): readonly string[] | null {
  const asked = events.findLast((event) => event.event === 'delivering' && event.revision === revision);
  return asked?.event === 'delivering' ? asked.targets : null;
}
