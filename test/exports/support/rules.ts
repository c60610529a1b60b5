import { Temporal } from 'temporal-polyfill';
import { dayInterval, type Interval } from '../../../src/lib/calendar/interval.ts';
import type { AnyExport } from '../../../src/lib/exports/definition.ts';
import type { Given } from './company-databases.ts';
import type { About, TitledRow } from './run-definition.ts';

/** One rule of the domain, as an example: from these rows the export gives those, in that order. */
export interface Rule {
  readonly rule: string;
  readonly given: Given;
  /** For each row of the file, the cells the rule is about, by title. */
  readonly gives: readonly TitledRow[];
  /** Default: what the table is about. */
  readonly about?: About;
}

/** The rules of one export; written from the domain, without a look at the query. */
export interface RuleTable {
  readonly definition: AnyExport;
  /** The sheet, of a workbook that has several. */
  readonly sheet?: string;
  /** The titles of the file, in order. */
  readonly titles: readonly string[];
  readonly about: About;
  readonly rules: readonly Rule[];
}

type Part = 'fiches' | 'refused' | 'topUps';
type RowOf<P extends Part> = NonNullable<Given[P]>[number];
type Change<P extends Part> = readonly [rule: string, change: RowOf<P>];

/** Rules about which rows are in the file: each changes something of a row that is in. */
export function sides<P extends Part>(
  part: P,
  row: RowOf<P>,
  { kept, left }: { readonly kept: readonly Change<P>[]; readonly left: readonly Change<P>[] },
): readonly Rule[] {
  const given = (change: RowOf<P>): Given => ({ [part]: [{ ...row, ...change }] });
  return [
    ...kept.map(([rule, change]) => ({ rule: `keeps ${rule}`, given: given(change), gives: [{}] })),
    ...left.map(([rule, change]) => ({ rule: `leaves out ${rule}`, given: given(change), gives: [] })),
  ];
}

/** The day of the sample, as CANAL counts it. */
export const sampleDay = dayOf('2013-07-25', 'Africa/Dakar');

export function dayOf(day: string, zone: string): Interval {
  return dayInterval(Temporal.PlainDate.from(day), zone);
}
