import { InvalidArgumentError } from 'commander';
import { Temporal } from 'temporal-polyfill';

type Params = Readonly<Record<string, string>>;

/** Options of `bordereau export` as commander reads them. */
export interface ExportOptions {
  readonly date?: string;
  readonly month?: string;
  /** The parameters of each run. */
  readonly param?: readonly Params[];
  readonly paramsFile?: string;
  readonly wait?: boolean;
  readonly inline?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: number;
  readonly again?: boolean;
  readonly why?: string;
  readonly json?: boolean;
}

/** Adds one `--param name=value`: to the run before, or to a further run when that one has this parameter already. */
export function addParam(text: string, before: readonly Params[] = []): readonly Params[] {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('It has the form name=value.');
  const last = before.at(-1);
  if (last === undefined || name in last) return [...before, { [name]: value }];
  return [...before.slice(0, -1), { ...last, [name]: value }];
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return Number(text);
}

/** A reason that goes into the run record. */
export function reasonText(text: string): string {
  if (text.trim() === '' || text.length > 300) throw new InvalidArgumentError('It is a reason of 1 to 300 characters.');
  return text;
}

/** A calendar date, `yyyy-MM-dd`. */
export function dateText(text: string): Temporal.PlainDate {
  const form = /^\d{4}-\d{2}-\d{2}$/.test(text);
  try {
    if (form) return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    // A day that the calendar does not have is told like one of another form.
  }
  throw new InvalidArgumentError('It is a day such as 2013-07-25.');
}
