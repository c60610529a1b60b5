import { z } from 'zod';

const base = { v: z.literal(1), at: z.iso.datetime() };

/** One line of a delivery's ledger: `sending` is on disk before the first byte leaves (docs/archive.md). */
export const deliveryEventSchema = z.discriminatedUnion('event', [
  z.object({ ...base, event: z.literal('sending'), by: z.string(), attempt: z.int() }),
  z.object({
    ...base,
    event: z.literal('sent'),
    where: z.string(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  z.object({ ...base, event: z.literal('failed'), code: z.string(), message: z.string(), final: z.boolean() }),
  z.object({ ...base, event: z.literal('uncertain'), code: z.string(), message: z.string() }),
  /** A person asks for the same bytes once more: what was before no longer counts. */
  z.object({ ...base, event: z.literal('again'), by: z.string(), why: z.string() }),
]);
export type DeliveryEvent = z.output<typeof deliveryEventSchema>;
export type NewDeliveryEvent = DeliveryEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'v'>
    : never
  : never;

export type DeliveryState = 'planned' | Exclude<DeliveryEvent['event'], 'again'> | 'given up';

/** Where a delivery stands after these events. */
export function deliveryState(events: readonly DeliveryEvent[]): DeliveryState {
  const since = events.slice(events.findLastIndex(({ event }) => event === 'again') + 1);
  const last = since.at(-1);
  if (last === undefined || last.event === 'again') return 'planned';
  if (since.some(({ event }) => event === 'sent')) return 'sent';
  return last.event === 'failed' && last.final ? 'given up' : last.event;
}

/** How many times a person has asked for the delivery once more. */
export function timesAgain(events: readonly DeliveryEvent[]): number {
  return events.filter(({ event }) => event === 'again').length;
}
