import { BordereauError } from './bordereau-error.ts';

/** Redis does not answer. */
export class RedisUnreachable extends BordereauError {
  readonly code = 'REDIS_UNREACHABLE';
  readonly retry = 'transient';
}

/** Redis answers but cannot be used: wrong password, or it evicts keys. */
export class RedisRefused extends BordereauError {
  readonly code = 'REDIS_REFUSED';
  readonly retry = 'permanent';
}

/** Job data that does not have the form of the catalogue: edited on the board, or made by another version. */
export class BadJobData extends BordereauError {
  readonly code = 'BAD_JOB_DATA';
  readonly retry = 'permanent';
}

/** This worker lost its hold on the run (its lock ran out, another may have it): it must not publish or deliver. */
export class RunLost extends BordereauError {
  readonly code = 'RUN_LOST';
  readonly retry = 'transient';
}

/** The attempt took longer than the export allows. */
export class RunTimeout extends BordereauError {
  readonly code = 'RUN_TIMEOUT';
  readonly retry = 'transient';
}

/** The worker died several times while it built this run. */
export class RunPoisonous extends BordereauError {
  readonly code = 'RUN_POISONOUS';
  readonly retry = 'permanent';
}

/** The data was not ready before the window closed. */
export class NeverReady extends BordereauError {
  readonly code = 'NEVER_READY';
  readonly retry = 'permanent';
}

/** The worker shuts down: the job goes back into the queue and spends no attempt. */
export class ShuttingDown extends BordereauError {
  readonly code = 'SHUTTING_DOWN';
  readonly retry = 'transient';
}

/** Something went wrong that no class names: a fault of ours or of a library. Its own message stays out, for it may hold data. */
export class Unexpected extends BordereauError {
  readonly code = 'UNEXPECTED';
  readonly retry = 'transient';
}
