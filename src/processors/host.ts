import { type Job, UnrecoverableError, WaitingError, DelayedError, Worker } from 'bullmq';
import { BordereauError } from '../lib/errors/bordereau-error.ts';
import type { Clock } from '../lib/clock.ts';
import { BadJobData, ShuttingDown } from '../lib/errors/queue-errors.ts';
import { typedError } from '../lib/errors/typed-error.ts';
import type { Logger } from '../lib/logger.ts';
import { type RetryRule, nextDelayMs } from '../lib/retry.ts';
import { type Payload, type QueueName, catalogue } from '../queues/catalogue.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import type { Attempt } from './attempt.ts';
import { attemptOfJob } from './job-attempt.ts';
import { type LockWatch, watchLocks } from './lock-watch.ts';

/** What a processor may answer: a small summary for the board, or when to ask again without spending an attempt. */
export type Answer = { readonly summary: Readonly<Record<string, unknown>> } | { readonly againAtMs: number };

/** One kind of job: how it is done, and what is recorded when it is not. */
export interface JobKind<Name extends QueueName> {
  readonly queue: Name;
  readonly concurrency?: number;
  readonly retries: RetryRule;
  process(payload: Payload<Name>, attempt: Attempt): Promise<Answer>;
  /** Longest time of one attempt; absent: no limit of its own. */
  timeout?(payload: Payload<Name>): { readonly ms: number; readonly error: BordereauError } | null;
  giveUpAtMs?(payload: Payload<Name>): number | null;
  /** Told of each failure before the queue is; `nextAtMs` null: there is no further attempt. */
  failed?(payload: Payload<Name>, attempt: Attempt, error: BordereauError, nextAtMs: number | null): Promise<void>;
  /** Told when an attempt is handed back because the worker shuts down. */
  interrupted?(payload: Payload<Name>, attempt: Attempt): Promise<void>;
}

export interface HostDeps {
  readonly queues: QueueSet;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** How long a job stays with a worker that no longer says anything; a dead worker's job is taken up within 1.5 times that. */
  readonly lockMs: number;
  /** Aborts with ShuttingDown when running jobs must be handed back. */
  readonly shutdown: AbortSignal;
}

export interface HostedJobs {
  readonly worker: Worker;
  readonly locks: LockWatch;
}

/** The delay chosen for the error a job failed with; BullMQ asks for it right after. */
const delays = new WeakMap<Error, number>();
const NO_MORE = -1;
/** Looks for dead workers' jobs in the time of one lock. */
const STALLED_CHECKS = 4;

/** Starts a BullMQ worker for one kind of job, with what all kinds share around its processor. */
export function hostJobs<Name extends QueueName>(kind: JobKind<Name>, deps: HostDeps): HostedJobs {
  const { queues, logger, lockMs } = deps;
  const worker = new Worker(
    kind.queue,
    async (job: Job, token?: string, signal?: AbortSignal) => {
      const stop = signal ?? new AbortController().signal;
      return await handle(kind, job, token ?? '', stop, locks, deps);
    },
    {
      connection: queues.redis,
      prefix: queues.prefix,
      concurrency: kind.concurrency ?? catalogue[kind.queue].concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs / STALLED_CHECKS,
      maxStalledCount: 100,
      drainDelay: 5,
      settings: {
        backoffStrategy: (_made, _type, error) => (error === undefined ? NO_MORE : (delays.get(error) ?? NO_MORE)),
      },
    },
  );
  const locks = watchLocks(worker, lockMs, deps.clock);
  worker.on('error', (error) => logger.warn({ queue: kind.queue, error: error.message }, 'queue error'));
  worker.on('stalled', (jobId) => logger.warn({ queue: kind.queue, jobId }, 'job stalled'));
  return { worker, locks };
}

async function handle<Name extends QueueName>(
  kind: JobKind<Name>,
  job: Job,
  token: string,
  signal: AbortSignal,
  locks: LockWatch,
  deps: HostDeps,
): Promise<Readonly<Record<string, unknown>>> {
  const payload = readPayload(kind.queue, job, deps.logger);
  if (locks.isWatched(job.id ?? '')) await stepAside(job, token, locks, deps);
  const lost = new AbortController();
  const late = startTimeout(kind.timeout?.(payload) ?? null);
  const unwatch = locks.watch(job.id ?? '', (error) => lost.abort(error));
  const whole = AbortSignal.any([signal, deps.shutdown, lost.signal, late.signal]);
  const logger = deps.logger.child({ queue: kind.queue, jobId: job.id });
  const attempt = attemptOfJob(job, token, whole, { ...deps, logger });
  try {
    const answer = await kind.process(payload, attempt);
    if ('summary' in answer) return answer.summary;
    await job.moveToDelayed(answer.againAtMs, token);
    throw new DelayedError();
  } catch (error) {
    if (error instanceof DelayedError) throw error;
    const reason: unknown = whole.aborted && !isFinal(error) ? whole.reason : error;
    throw await answerFailure(kind, job, token, payload, attempt, typedError(job.id ?? kind.queue, reason), deps);
  } finally {
    late.stop();
    unwatch();
  }
}

/** What a processor knows for good, such as that a mail may have left, an abort does not change. */
function isFinal(error: unknown): boolean {
  return error instanceof BordereauError && error.retry === 'permanent';
}

/**
 * A job came back while this worker is still at it: Redis lost it and it was added again. The attempt under way has lost it,
 * and two at once would end each other's lock in BullMQ, so the new one begins a lock later.
 */
async function stepAside(job: Job, token: string, locks: LockWatch, deps: HostDeps): Promise<never> {
  locks.lose(job.id ?? '', 'another job of its name');
  await job.moveToDelayed(deps.clock.now().epochMilliseconds + deps.lockMs, token);
  throw new DelayedError();
}

async function answerFailure<Name extends QueueName>(
  kind: JobKind<Name>,
  job: Job,
  token: string,
  payload: Payload<Name>,
  attempt: Attempt,
  error: BordereauError,
  deps: HostDeps,
): Promise<Error> {
  const { code, retry, message, details } = error;
  const logger = deps.logger.child({ queue: kind.queue, jobId: job.id });
  if (error instanceof ShuttingDown) {
    await recordIfPossible(logger, kind.interrupted?.(payload, attempt));
    await job.moveToWait(token);
    return new WaitingError();
  }
  const nowMs = deps.clock.now().epochMilliseconds;
  const giveUpAtMs = earliest(kind.giveUpAtMs?.(payload) ?? null, kind.retries.lastsMs, job.timestamp);
  const delayMs = nextDelayMs(kind.retries, { retry, attempts: attempt.number, nowMs, giveUpAtMs }, deps.random());
  logger.warn({ ...details.facts, code, retry, error: message, delayMs }, 'attempt failed');
  await recordIfPossible(logger, kind.failed?.(payload, attempt, error, delayMs === null ? null : nowMs + delayMs));
  const told = delayMs === null ? new UnrecoverableError(`${code}: ${message}`) : new Error(`${code}: ${message}`);
  if (delayMs !== null) delays.set(told, delayMs);
  return told;
}

/** When a job is given up: at its own time, or so long after it was queued; null: at no time. */
function earliest(giveUpAtMs: number | null, lastsMs: number | undefined, queuedAtMs: number): number | null {
  if (lastsMs === undefined) return giveUpAtMs;
  return Math.min(giveUpAtMs ?? Number.POSITIVE_INFINITY, queuedAtMs + lastsMs);
}

/**
 * An archive that is full or gone cannot take the record either: the job is answered all the same. A run that stays open
 * for want of a record gets a job again from the audit.
 */
async function recordIfPossible(logger: Logger, recording: Promise<void> | undefined): Promise<void> {
  try {
    await recording;
  } catch (error) {
    const { code, details } = typedError('record', error);
    logger.error({ ...details.facts, code, where: details.where }, 'failure not recorded');
  }
}

function readPayload<Name extends QueueName>(queue: Name, job: Job, logger: Logger): Payload<Name> {
  const parsed = catalogue[queue].payload.safeParse(job.data);
  // The schema of this queue has just read it.
  if (parsed.success) return parsed.data as Payload<Name>;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'data').join(', ');
  const error = new BadJobData({
    where: `${queue} job ${job.id}`,
    got: `another form of: ${fields}`,
    expected: 'version 1 of the catalogue',
  });
  logger.error({ queue, jobId: job.id, code: error.code, fields }, 'job refused');
  throw new UnrecoverableError(`${error.code}: ${error.message}`);
}

function startTimeout(limit: { readonly ms: number; readonly error: BordereauError } | null): {
  signal: AbortSignal;
  stop: () => void;
} {
  const controller = new AbortController();
  if (limit === null) return { signal: controller.signal, stop: () => undefined };
  const timer = setTimeout(() => controller.abort(limit.error), limit.ms);
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}
