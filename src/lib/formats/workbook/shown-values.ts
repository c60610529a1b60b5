import type { FileColumn } from '../../rows/column.ts';
import { bitsText } from '../values/bits.ts';
import { roundDecimalText } from '../values/decimal-text.ts';
import type { ExactSum } from './exact-sum.ts';

/** What adds the value `bytes[start..end)` of a column to a sum. */
export type AddUp = (bytes: Buffer, start: number, end: number) => void;

/** Adds what the cell shows: the rounded value, so that a total is the sum of the rows above it. */
export function shownValuesInto(sum: ExactSum, { bits, scale }: FileColumn): AddUp {
  return (bytes, start, end) => {
    const text = bits === undefined ? bytes.toString('latin1', start, end) : bitsText(bytes, start, end);
    sum.add((scale === undefined ? undefined : roundDecimalText(text, scale)) ?? text);
  };
}
