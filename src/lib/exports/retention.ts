import { z } from 'zod';
import type { Problem } from '../problem.ts';

/** How long a published file is kept; its run record and manifest are kept for good. */
export interface Keep {
  /** Whole days since the file was last published, sent or decided on; 1 to 36500. */
  readonly days: number;
}

/** Days that files of exports and operations without a `keep` are kept. */
export const defaultKeep = { personal: { days: 30 }, other: { days: 365 } } as const;

const keepSchema = z.strictObject({ days: z.int().min(1).max(36_500) });

/** How long a file is kept: as its export says, else its operation, else a short or a long time. */
export function keepOf(
  owner: { readonly export: { readonly keep?: Keep }; readonly operation: { readonly keep?: Keep } } | undefined,
  personalData: boolean,
): Keep {
  return owner?.export.keep ?? owner?.operation.keep ?? (personalData ? defaultKeep.personal : defaultKeep.other);
}

/** What is wrong with a `keep`; none for one that is not given. */
export function validateKeep(keep: unknown): Problem[] {
  if (keep === undefined || keepSchema.safeParse(keep).success) return [];
  return [{ field: 'keep', got: JSON.stringify(keep).slice(0, 100), expected: '{ days: 90 }, from 1 to 36500 days' }];
}
