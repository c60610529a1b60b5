/** Names of the days in ISO order: Monday is 1, Sunday is 7. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type Weekday = (typeof weekdays)[number];

/** ISO number of a day name: monday 1 … sunday 7. */
export function weekdayNumber(day: Weekday): number {
  return weekdays.indexOf(day) + 1;
}
