import { expect, test } from 'vitest';
import { keepOf, validateKeep } from '../../../src/lib/exports/retention.ts';

test('the export decides how long a file is kept, then its operation, then whether it holds personal data', () => {
  const keep = { days: 90 };
  const operation = { keep: { days: 7 } };
  expect(keepOf({ export: { keep }, operation }, true)).toEqual(keep);
  expect(keepOf({ export: {}, operation }, true)).toEqual({ days: 7 });
  expect(keepOf({ export: {}, operation: {} }, true)).toEqual({ days: 30 });
  expect(keepOf({ export: {}, operation: {} }, false)).toEqual({ days: 365 });
  expect(keepOf(undefined, true)).toEqual({ days: 30 });
});

test.each([{ days: 0 }, { days: 1.5 }, { days: 40_000 }, { days: '90' }, { weeks: 2 }, 90, null])(
  '%j is refused as a time to keep files',
  (keep) => {
    expect(validateKeep(keep)).toEqual([expect.objectContaining({ field: 'keep' })]);
  },
);

test('a number of days, or nothing, is sound', () => {
  expect([validateKeep({ days: 90 }), validateKeep(undefined)]).toEqual([[], []]);
});
