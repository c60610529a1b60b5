import { Temporal } from 'temporal-polyfill';

/** The day `days` after another, `yyyy-MM-dd`. */
export function dayAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Every day from the first to the last, both included. */
export function daysFrom(first: string, last: string): readonly string[] {
  const start = Temporal.PlainDate.from(first);
  const count = start.until(last, { largestUnit: 'days' }).days + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, days) => start.add({ days }).toString());
}

/** `hh:mm:ss` of a number of seconds. */
export function clockText(seconds: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
