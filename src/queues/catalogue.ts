import { z } from 'zod';
import { isRunId } from '../lib/archive/run-id.ts';
import { type Trigger, triggers } from '../lib/archive/run-event.ts';

/** Version of every payload; a worker that meets another one fails the job and says so. */
const v = z.literal(1);
const exportId = z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/);
const runId = z.string().refine(isRunId);
const revision = z.int().min(1).max(9999);

/** Characters of a reason that a job carries; the run record has the whole. */
export const longestWhy = 500;

const DAY_S = 86_400;

const run = {
  payload: z.object({
    v,
    runId,
    revision,
    trigger: z.enum(triggers),
    late: z.boolean(),
    giveUpAt: z.iso.datetime().nullable(),
    why: z.string().max(longestWhy).nullable(),
  }),
  job: {
    attempts: 50,
    removeOnComplete: { age: 30 * DAY_S, count: 2000 },
    removeOnFail: { age: 90 * DAY_S, count: 2000 },
  },
} as const;

/**
 * Every queue and what its jobs are: form of the payload, tries, retention, and how many a worker does at once. Ids and small
 * facts only: definitions, queries and recipients are looked up by id, for job data can be edited on the board.
 */
export const catalogue = {
  ticks: {
    payload: z.object({ v, exportId }),
    job: {
      attempts: 20,
      removeOnComplete: { age: 7 * DAY_S, count: 5000 },
      removeOnFail: { age: 30 * DAY_S, count: 5000 },
    },
    concurrency: 5,
  },
  runs: { ...run, concurrency: 2 },
  /** Runs that nobody waits for at an hour: they never take a place that a morning needs. */
  backlog: { ...run, concurrency: 1 },
  deliveries: {
    payload: z.object({ v, runId, revision, target: z.string().regex(/^[a-z][a-z0-9-]*$/) }),
    job: {
      attempts: 250,
      removeOnComplete: { age: 30 * DAY_S, count: 5000 },
      removeOnFail: { age: 90 * DAY_S, count: 5000 },
    },
    concurrency: 4,
  },
  sweeps: {
    payload: z.object({ v }),
    job: {
      attempts: 3,
      removeOnComplete: { age: 7 * DAY_S, count: 100 },
      removeOnFail: { age: 30 * DAY_S, count: 100 },
    },
    concurrency: 1,
  },
} as const;

export type QueueName = keyof typeof catalogue;
export const queueNames = Object.keys(catalogue) as readonly QueueName[];

export type Payload<Name extends QueueName> = z.output<(typeof catalogue)[Name]['payload']>;
export type RunPayload = Payload<'runs'>;
export type DeliveryPayload = Payload<'deliveries'>;

/** Where the jobs of runs wait, and their rank there: without one first of all, then from the lowest number up. */
export const runPlaces = {
  schedule: { queue: 'runs' },
  manual: { queue: 'runs' },
  rerun: { queue: 'runs' },
  'catch-up': { queue: 'runs', priority: 10 },
  event: { queue: 'backlog' },
  backfill: { queue: 'backlog', priority: 10 },
} as const satisfies Record<Trigger, { queue: 'runs' | 'backlog'; priority?: number }>;

/** Options of every queue: an event stream and job sizes that cannot grow without bound. */
export const queueOptions = { streams: { events: { maxLen: 1000 } } } as const;
export const jobLimits = { keepLogs: 200, sizeLimit: 16 * 1024, stackTraceLimit: 5 } as const;
