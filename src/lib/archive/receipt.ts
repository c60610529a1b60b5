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
]);
export type DeliveryEvent = z.output<typeof deliveryEventSchema>;
export type NewDeliveryEvent = DeliveryEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'v'>
    : never
  : never;

export type DeliveryState = 'planned' | DeliveryEvent['event'] | 'given up';

/** Where a delivery stands after these events. */
export function deliveryState(events: readonly DeliveryEvent[]): DeliveryState {
  const last = events.at(-1);
  if (last === undefined) return 'planned';
  if (events.some(({ event }) => event === 'sent')) return 'sent';
  return last.event === 'failed' && last.final ? 'given up' : last.event;
}
