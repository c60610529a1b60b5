import { calls } from './calls.ts';
import { fiches } from './fiches.ts';
import { refusedFiches } from './refused-fiches.ts';
import {
  callTable,
  ficheTable,
  refusedTable,
  resellerTable,
  type SampleRow,
  type SampleTable,
  topUpTable,
} from './tables.ts';
import { resellers, topUps } from './top-ups.ts';

/** What a sample is made from: the same options give the same rows. */
export interface SampleOptions {
  /** Number of fiches; the other tables grow with it. Default 50,000. */
  readonly fiches?: number;
  readonly seed?: number;
}

export const DEFAULT_FICHES = 50_000;
export const DEFAULT_SEED = 20_130_725;

type MakeRows = (count: number, seed: number) => Iterable<SampleRow>;

const makers: ReadonlyMap<SampleTable, MakeRows> = new Map<SampleTable, MakeRows>([
  [ficheTable, fiches],
  [refusedTable, refusedFiches],
  [callTable, calls],
  [resellerTable, resellers],
  [topUpTable, (count, seed) => topUps(Math.ceil(count / 2), seed)],
]);

/** The rows of a table of the sample, made one by one, in the order of its primary key. */
export function sampleRows(
  table: SampleTable,
  { fiches = DEFAULT_FICHES, seed = DEFAULT_SEED }: SampleOptions = {},
): Iterable<SampleRow> {
  return makers.get(table)?.(fiches, seed) ?? [];
}
