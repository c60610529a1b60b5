import { InvalidArgumentError } from 'commander';

/** Options of `bordereau export` as commander reads them. */
export interface ExportOptions {
  readonly date?: string;
  readonly month?: string;
  readonly param?: Readonly<Record<string, string>>;
  readonly paramsFile?: string;
  readonly wait?: boolean;
  readonly inline?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: number;
  readonly again?: boolean;
  readonly why?: string;
  readonly json?: boolean;
}

/** Adds one `--param name=value`. */
export function addParam(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('It has the form name=value.');
  return { ...before, [name]: value };
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return Number(text);
}
