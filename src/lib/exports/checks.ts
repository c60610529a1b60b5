import type { IsoDuration } from '../calendar/schedule.ts';

/** A ready-made readiness check, as data: an export lists them in `readyWhen` (docs/checks-and-expectations.md). */
export type ReadyCheck = RowExists | Fresh | StableCount | Published;

/** Queries of checks may use the run's parameters, such as `:from` and `:to_date`, and run on the export's source. */
export interface RowExists {
  readonly kind: 'row exists';
  readonly sql: string;
}

export interface Fresh {
  readonly kind: 'fresh';
  readonly sql: string;
  readonly within: IsoDuration;
}

export interface StableCount {
  readonly kind: 'stable count';
  readonly sql: string;
  readonly minutes: number;
}

export interface Published {
  readonly kind: 'published';
  readonly exportId: string;
}

/** Ready once the query gives a row. */
export function rowExists(sql: string): RowExists {
  return { kind: 'row exists', sql };
}

/** Ready while the one date and time the query gives, on the wall clock of the operation's zone, is at most so old. */
export function fresh(sql: string, within: IsoDuration): Fresh {
  return { kind: 'fresh', sql, within };
}

/** Ready once the one value the query gives, such as a count, has stayed the same for so many minutes of asking. */
export function stableCount(sql: string, minutes: number): StableCount {
  return { kind: 'stable count', sql, minutes };
}

/** Ready once the run of another export for the same interval has its file out, or on its way. */
export function published(exportId: string): Published {
  return { kind: 'published', exportId };
}
