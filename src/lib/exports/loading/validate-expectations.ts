import { z } from 'zod';
import type { Problem } from '../../problem.ts';
import { schemaProblems } from '../../schema-problems.ts';
import type { Expectations } from '../expectations.ts';

const count = z.int('a whole number of rows').min(0, 'a whole number of rows').optional();
const onBreach = z.enum(['hold', 'warn'], 'hold or warn').optional();

const sheetColumn = { sheet: z.string('the name of a sheet'), column: z.string('the name of a column') };

const form = z.strictObject({
  rows: z
    .strictObject({ exact: count, min: count, max: count, onBreach })
    .refine(({ min = 0, max = Infinity }) => min <= max, 'a min that is not above max')
    .optional(),
  empty: z.enum(['send', 'note', 'skip', 'hold'], 'send, note, skip or hold').optional(),
  volume: z
    .strictObject({ percent: z.number('a percentage').gt(0, 'more than 0').max(1000, 'at most 1000'), onBreach })
    .optional(),
  equalTotals: z
    .array(
      z.strictObject({ ...sheetColumn, equals: z.strictObject(sheetColumn, 'a sheet and a column'), onBreach }),
      'a list of totals that are equal',
    )
    .optional(),
  custom: z.custom((value) => typeof value === 'function', 'a function').optional(),
});

/** Everything wrong with expectations. Files of runs named by parameters have no weekday to compare their volume with. */
export function validateExpectations(expect: Expectations, params: readonly string[]): Problem[] {
  const problems = schemaProblems(form, expect, Object.keys(form.shape));
  return expect.volume === undefined || params.length === 0
    ? problems
    : [...problems, { field: 'volume', got: 'an export with parameters', expected: 'an export of days or months' }];
}
