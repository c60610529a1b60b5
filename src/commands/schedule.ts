import { describeSchedule } from '../lib/calendar/describe.ts';
import { dueRows } from '../lib/calendar/due-table.ts';
import { duesOfYear, nextDues } from '../lib/calendar/dues.ts';
import type { Clock } from '../lib/clock.ts';
import { findExport } from '../lib/exports/loading/load-registry.ts';
import type { Registry } from '../lib/exports/definition.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';

export interface ScheduleOptions {
  /** How many due times to print, from now on. */
  readonly next: number;
  /** All of a year instead. */
  readonly year?: number;
  readonly json?: boolean;
}

/** `bordereau schedule`: when an export is due and which intervals its files cover, in the zone of its operation. */
export function printSchedule(
  id: string,
  { next, year, json = false }: ScheduleOptions,
  { registry, clock }: { registry: Registry; clock: Clock },
  output: Output,
): void {
  const { export: made, operation } = findExport(registry, id);
  const { schedule } = made;
  const context = { zone: operation.zone, calendar: operation.calendar ?? {} };
  const said = schedule === null ? 'by hand' : describeSchedule(schedule, operation.zone);
  if (!json) output.line(`${id}: ${said}`);
  if (schedule === null || schedule.kind === 'event') return;
  const dues =
    year === undefined ? nextDues(schedule, context, clock.now(), next) : duesOfYear(schedule, context, year);
  const rows = dueRows(dues);
  if (json) {
    for (const row of rows) output.line(JSON.stringify(row));
    return;
  }
  const cells = rows.map(({ interval, from, to, firstTry, givesUp, deadline }) => [
    ...[firstTry, interval, from, to, givesUp],
    deadline || '–',
  ]);
  const header = ['first try', 'interval', 'from', 'to (excluded)', 'gives up', 'deadline'];
  for (const line of table([header, ...cells])) output.line(line);
}
