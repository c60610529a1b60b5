import { z } from 'zod';

const base = { v: z.literal(1), at: z.iso.datetime(), by: z.string() };
const failure = z.object({ code: z.string(), message: z.string(), retry: z.enum(['transient', 'busy', 'permanent']) });
/** Names one attempt of one worker; events of an attempt that lost its run do not change the state. */
const token = z.string();
const revision = z.int().min(1);

/** How a run came to be asked for. */
export const triggers = ['schedule', 'catch-up', 'event', 'backfill', 'manual', 'rerun'] as const;
export type Trigger = (typeof triggers)[number];

/** One line of run.jsonl: a transition of a run, when, by whom and why (docs/archive.md). */
export const runEventSchema = z.discriminatedUnion('event', [
  z.object({
    ...base,
    event: z.literal('queued'),
    revision,
    trigger: z.enum(triggers),
    late: z.boolean(),
    why: z.string().nullable(),
    /** No attempt begins after it; absent or null: only the number of attempts ends it. */
    giveUpAt: z.iso.datetime().nullable().optional(),
  }),
  z.object({ ...base, event: z.literal('started'), revision, attempt: z.int(), token }),
  z.object({
    ...base,
    event: z.literal('waiting'),
    token,
    why: z.string(),
    until: z.iso.datetime(),
    /** What checks saw, for the next ask. */
    seen: z.record(z.string(), z.string()).optional(),
  }),
  /** Another run of the export is being made: it waits for its turn. */
  z.object({ ...base, event: z.literal('behind'), run: z.string() }),
  z.object({ ...base, event: z.literal('interrupted'), token, why: z.string() }),
  z.object({ ...base, event: z.literal('retrying'), token, error: failure }),
  z.object({
    ...base,
    event: z.literal('published'),
    revision,
    token,
    file: z.string(),
    rows: z.int(),
    bytes: z.int(),
    sha256: z.string(),
    durationMs: z.number(),
    /** Later than promised, or its data was; absent: no. */
    late: z.boolean().optional(),
  }),
  z.object({ ...base, event: z.literal('held'), revision, why: z.string() }),
  z.object({ ...base, event: z.literal('warned'), revision, warnings: z.array(z.string()) }),
  z.object({ ...base, event: z.literal('released'), revision, why: z.string() }),
  z.object({ ...base, event: z.literal('rejected'), revision, why: z.string() }),
  z.object({ ...base, event: z.literal('delivering'), revision, targets: z.array(z.string()) }),
  z.object({ ...base, event: z.literal('delivered'), revision }),
  z.object({ ...base, event: z.literal('partial'), revision, missing: z.array(z.string()) }),
  /** The file's time was up: its bytes are removed, its manifest stays. Void unless the run was at rest. */
  z.object({ ...base, event: z.literal('expired'), revision, why: z.string() }),
  z.object({ ...base, event: z.literal('failed'), token: token.nullable(), error: failure }),
  z.object({ ...base, event: z.literal('skipped'), why: z.string() }),
  z.object({ ...base, event: z.literal('missed'), why: z.string() }),
  z.object({ ...base, event: z.literal('cancelled'), why: z.string() }),
  /** The operators know of it. */
  z.object({ ...base, event: z.literal('told'), about: z.enum(['held', 'failed', 'partial', 'deadline']) }),
]);

export type RunEvent = z.output<typeof runEventSchema>;
/** An event before the archive stamps its version. */
export type NewRunEvent = RunEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'v'> : never) : never;
export type Failure = z.output<typeof failure>;
