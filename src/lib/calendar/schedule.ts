/** A local time of day, `HH:mm`. */
export type TimeOfDay = string;

/** A schedule as data: when a run is due and which interval it covers. Made by daily(), weekly(), monthly()… and validated at start. */
export type Schedule = DailySchedule;

export interface Timing {
  /** First try and give-up time of each due day, in the operation's zone. */
  readonly between: readonly [firstTry: TimeOfDay, giveUp: TimeOfDay];
}

export interface DailySchedule extends Timing {
  readonly kind: 'daily';
}

/** Due each day; covers the previous day. */
export function daily(timing: Timing): DailySchedule {
  return { kind: 'daily', ...timing };
}
