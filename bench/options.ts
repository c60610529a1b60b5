import { parseArgs } from 'node:util';

/** What a run of the bench does. */
export interface Options {
  /** Sizes of the table, in rows. */
  readonly sizes: readonly number[];
  /** Formats and ids of contestants that take part; empty: all. */
  readonly only: readonly string[];
  /** How often each contestant runs; medians are shown. */
  readonly repeat: number;
  /** How many small exports are made through the queue instead, for their time; 0: none. */
  readonly small: number;
  /** File for the results as JSON. */
  readonly json: string | undefined;
  /** Write the table into docs/performance.md. */
  readonly write: boolean;
}

export const USAGE = `npm run bench -- [options]
  --rows 100k,1m     sizes of the table (default 100k,1m)
  --only csv         formats or contestants, such as csv, xlsx, ours-csv,client (default all)
  --repeat n         how often each contestant runs; medians are shown (default 3)
  --small n          instead: n exports of 1,000 rows through queue and worker, one after the other
  --json file        write the results as JSON
  --write            write the table into docs/performance.md
  --help`;

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000 };

/** Reads the command line; undefined asks for help. Throws an error that names the option and its form. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '100k,1m' },
      only: { type: 'string', default: '' },
      repeat: { type: 'string', default: '3' },
      small: { type: 'string' },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    sizes: values.rows.split(',').map((text) => wholeNumber('--rows', text)),
    only: values.only.split(',').filter((word) => word !== ''),
    repeat: wholeNumber('--repeat', values.repeat),
    small: values.small === undefined ? 0 : wholeNumber('--small', values.small),
    json: values.json,
    write: values.write,
  };
}

function wholeNumber(option: string, text: string): number {
  const [, digits, unit = ''] = /^([1-9]\d*)([km]?)$/.exec(text) ?? [];
  if (digits !== undefined) return Number(digits) * (UNITS[unit] ?? 1);
  throw new Error(`${option}: got ${text}, expected a whole number such as 1000, 100k or 3m`);
}
