import type { Parcel, Target } from './target.ts';

/** Delivers to the place, or to each of its recipients, without a ledger; throws the first failure once all were tried. */
export async function deliverToAll(
  target: Target,
  parcel: Omit<Parcel, 'recipient'>,
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  for (const recipient of target.recipients ?? [null]) {
    await target.deliver({ ...parcel, recipient }, signal).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
