import { Temporal } from 'temporal-polyfill';
import { dayInterval, monthInterval } from '../../calendar/interval.ts';
import type { Interval } from '../../calendar/interval.ts';
import { intervalNamed, nextDue } from '../../calendar/dues.ts';
import { validateSchedule } from '../../calendar/validate-schedule.ts';
import { BadRunRequest } from '../../errors/definition-errors.ts';
import type { ExportDefinition } from '../definition.ts';

/** What a run is about, beside its export: an interval, or parameters. */
export interface RunScope {
  readonly intervalId: string;
  readonly from: Temporal.ZonedDateTime | null;
  readonly to: Temporal.ZonedDateTime | null;
  readonly params: Readonly<Record<string, string>>;
}

/** How a person names the runs to make. */
export interface RunRequest {
  /** `yyyy-MM-dd`: the day the data is of. */
  readonly date?: string;
  /** `yyyy-MM`. */
  readonly month?: string;
  readonly params?: Readonly<Record<string, string>>;
}

const PARAM_VALUE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

/** The scope a person asks for; throws BadRunRequest when it does not fit the export. */
export function requestedScope(definition: ExportDefinition, request: RunRequest): RunScope {
  const wanted = Object.keys(definition.export.params);
  if (wanted.length > 0) return paramScope(definition, request.params ?? {});
  if (request.params !== undefined && Object.keys(request.params).length > 0) {
    throw refuse(definition, `--param ${Object.keys(request.params).join(', ')}`, 'no parameters');
  }
  if (request.date !== undefined) return intervalScope(dayOf(definition, request.date));
  if (request.month !== undefined) return intervalScope(monthOf(definition, request.month));
  throw refuse(definition, 'neither', '--date yyyy-MM-dd or --month yyyy-MM');
}

/** The scope that an interval id of a run stands for; throws BadRunRequest. */
export function scopeOfInterval(definition: ExportDefinition, intervalId: string): RunScope {
  if (Object.keys(definition.export.params).length === 0) {
    const { zone, calendar = {} } = definition.operation;
    return intervalScope(intervalNamed(definition.export.schedule, { zone, calendar }, intervalId));
  }
  const pairs = intervalId.split(',').map((pair) => pair.split('='));
  return paramScope(definition, Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value])));
}

/** A scope to try a definition on: nothing of it is ever built. */
export function sampleScope({ export: made, operation }: ExportDefinition): RunScope {
  const names = Object.keys(made.params);
  if (names.length > 0)
    return { intervalId: 'sample', from: null, to: null, params: Object.fromEntries(names.map((name) => [name, 'x'])) };
  const context = { zone: operation.zone, calendar: operation.calendar ?? {} };
  const now = Temporal.Instant.from('2000-01-01T00:00:00Z');
  const { schedule } = made;
  const sound = schedule !== null && validateSchedule(schedule, operation.calendar, operation.zone).length === 0;
  const due = sound ? nextDue(schedule, context, now) : null;
  return intervalScope(due?.interval ?? dayInterval(Temporal.PlainDate.from('2000-01-01'), operation.zone));
}

function intervalScope(interval: Interval): RunScope {
  return { intervalId: interval.id, from: interval.from, to: interval.to, params: {} };
}

function paramScope(definition: ExportDefinition, given: Readonly<Record<string, string>>): RunScope {
  const forms = definition.export.params;
  const names = Object.keys(forms).sort();
  if (Object.keys(given).sort().join() !== names.join()) {
    throw refuse(definition, Object.keys(given).join(', ') || 'no parameter', `--param for ${names.join(', ')}`);
  }
  for (const name of names) {
    const value = given[name] ?? '';
    if (!PARAM_VALUE.test(value) || forms[name]?.test(value) !== true) {
      throw refuse(
        definition,
        `${name}=${JSON.stringify(value.slice(0, 100))}`,
        `a value of the form ${forms[name]?.source}`,
      );
    }
  }
  return {
    intervalId: names.map((name) => `${name}=${given[name]}`).join(','),
    from: null,
    to: null,
    params: { ...given },
  };
}

function dayOf(definition: ExportDefinition, text: string): Interval {
  const day = read(definition, text, /^\d{4}-\d{2}-\d{2}$/, 'yyyy-MM-dd', () => Temporal.PlainDate.from(text));
  return dayInterval(day, definition.operation.zone);
}

function monthOf(definition: ExportDefinition, text: string): Interval {
  const month = read(definition, text, /^\d{4}-\d{2}$/, 'yyyy-MM', () => Temporal.PlainYearMonth.from(text));
  return monthInterval(month, definition.operation.zone);
}

function read<Parsed>(
  definition: ExportDefinition,
  text: string,
  form: RegExp,
  expected: string,
  parse: () => Parsed,
): Parsed {
  if (!form.test(text)) throw refuse(definition, JSON.stringify(text.slice(0, 40)), expected);
  try {
    return parse();
  } catch {
    throw refuse(definition, text, 'a day or month that the calendar has');
  }
}

function refuse(definition: ExportDefinition, got: string, expected: string): BadRunRequest {
  return new BadRunRequest({ where: definition.id, got, expected });
}
