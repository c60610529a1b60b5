import { Temporal } from 'temporal-polyfill';

/** Where time comes from. Services take one; pure functions take `now` instead. */
export interface Clock {
  /** The wall clock. */
  now(): Temporal.Instant;
  /** Milliseconds of a clock that never goes back; only differences mean anything. */
  monotonicMs(): number;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
  monotonicMs: () => performance.now(),
};

/** Epoch milliseconds of an ISO instant as records hold it. */
export function epochMs(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}
