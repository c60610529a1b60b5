import type { Queue } from 'bullmq';
import type { Archive } from '../lib/archive/archive.ts';
import type { Trigger } from '../lib/archive/run-event.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { Clock } from '../lib/clock.ts';
import { longestWhy, runPlaces } from './catalogue.ts';
import { promptly } from './connection.ts';
import { runJobId } from './job-id.ts';
import type { QueueSet } from './queue-set.ts';

/** What finds the job of a run. */
export interface QueuedRun {
  readonly run: RunId;
  readonly revision: number;
  readonly trigger: Trigger;
}

/** A run to be made. */
export interface WantedRun extends QueuedRun {
  readonly late: boolean;
  /** No attempt begins after this instant; null: only the number of attempts ends it. */
  readonly giveUpAt: string | null;
  readonly why: string | null;
}

interface Deps {
  readonly archive: Archive;
  readonly queues: QueueSet;
  readonly clock: Clock;
  readonly actor: string;
}

/**
 * Records a run as queued and adds its job. Whoever asks, and however often: the first one's record counts and one job is
 * made, in the queue of the first one's trigger. The record comes first, so that a run is found again when Redis loses it.
 * True for the first who asks.
 */
export async function queueRun(wanted: WantedRun, deps: Deps): Promise<boolean> {
  const { run, ...asked } = wanted;
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  const first = await deps.archive.recordFirst(run, { ...stamp, event: 'queued', ...asked });
  const trigger = first ? asked.trigger : ((await deps.archive.status(run))?.trigger ?? asked.trigger);
  await addRunJob({ ...wanted, trigger }, deps.queues);
  return first;
}

/** Records a run that has ended as queued once more, and replaces its old job. */
export async function queueRunAgain(wanted: WantedRun, deps: Deps): Promise<void> {
  const { run, ...asked } = wanted;
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  await deps.archive.record(run, { ...stamp, event: 'queued', ...asked });
  await ensureRunJob(wanted, deps.queues);
}

/** Adds the job of a run unless it is there; one that ended is replaced. */
export async function ensureRunJob(wanted: WantedRun, queues: QueueSet): Promise<void> {
  await removeEndedJob(queues.byName[runPlaces[wanted.trigger].queue], runJobId(wanted.run, wanted.revision));
  await addRunJob(wanted, queues);
}

async function addRunJob({ run, revision, trigger, late, giveUpAt, why }: WantedRun, queues: QueueSet): Promise<void> {
  const { queue, ...rank } = runPlaces[trigger];
  const payload = {
    v: 1,
    runId: run,
    revision,
    trigger,
    late,
    giveUpAt,
    why: why?.slice(0, longestWhy) ?? null,
  } as const;
  await queues.add(queue, runJobId(run, revision), payload, rank);
}

/** Lets a run's job that waits for a later time be done at once. */
export async function wakeRunJob({ run, revision, trigger }: QueuedRun, queues: QueueSet): Promise<void> {
  const job = await promptly(queues.byName[runPlaces[trigger].queue].getJob(runJobId(run, revision)));
  if (job !== undefined && (await promptly(job.isDelayed()))) await promptly(job.promote());
}

/** Makes room for a job of the same id; one that waits or is being done stays. */
export async function removeEndedJob(queue: Queue, jobId: string): Promise<void> {
  const job = await promptly(queue.getJob(jobId));
  if (job === undefined) return;
  const state = await promptly(job.getState());
  if (state === 'failed' || state === 'completed') await promptly(job.remove());
}

/** Brings a job forward that waits for its next try; any other stays where it is. */
export async function hurryJob(queue: Queue, jobId: string): Promise<void> {
  const job = await promptly(queue.getJob(jobId));
  if (job !== undefined && (await promptly(job.isDelayed()))) await promptly(job.promote());
}
