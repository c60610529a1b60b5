import type { Temporal } from 'temporal-polyfill';

/** What a scheduler process need not find out again, by export; lost with the process, and found anew by the next one. */
export interface SchedulerMemory {
  /** When it last looked for values of an event export, in epoch milliseconds. */
  readonly looks: Map<string, number>;
  /** Until when each due has an outcome or a run. */
  readonly reconciled: Map<string, Temporal.Instant>;
  /** Until when passed deadlines were told. */
  readonly deadlines: Map<string, Temporal.Instant>;
}

export function newMemory(): SchedulerMemory {
  return { looks: new Map(), reconciled: new Map(), deadlines: new Map() };
}
