import { z } from 'zod';

const base = { v: z.literal(1), at: z.iso.datetime() };
/** Whose message it is, where the target has recipients; absent: the whole delivery. */
const recipient = z.string().optional();
const failure = { code: z.string(), message: z.string() };

/** One line of a delivery's ledger: `sending` is on disk before the first byte leaves (docs/archive.md). */
export const deliveryEventSchema = z.discriminatedUnion('event', [
  /** Everyone who gets a message of their own. */
  z.object({ ...base, event: z.literal('planned'), recipients: z.array(z.string()) }),
  z.object({ ...base, event: z.literal('sending'), recipient, by: z.string(), attempt: z.int() }),
  z.object({
    ...base,
    event: z.literal('sent'),
    recipient,
    where: z.string(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  z.object({ ...base, event: z.literal('failed'), recipient, ...failure, final: z.boolean() }),
  /** `again`: it is sent once more all the same, as the export wants. */
  z.object({ ...base, event: z.literal('uncertain'), recipient, ...failure, again: z.literal(true).optional() }),
  /**
   * A person asks for the same bytes once more: what was before no longer counts; with `missing` it does for those who
   * have them.
   */
  z.object({
    ...base,
    event: z.literal('again'),
    by: z.string(),
    why: z.string(),
    missing: z.literal(true).optional(),
  }),
]);
export type DeliveryEvent = z.output<typeof deliveryEventSchema>;
export type NewDeliveryEvent = DeliveryEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'v'>
    : never
  : never;
