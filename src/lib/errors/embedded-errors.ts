import { BordereauError } from './bordereau-error.ts';

/** The private redis-server of the embedded default did not start. */
export class RedisNotStarted extends BordereauError {
  readonly code = 'REDIS_NOT_STARTED';
  readonly retry = 'permanent';
}

/** A database server holds part of the sample, or databases of the same names that are not the sample's. */
export class SampleIncomplete extends BordereauError {
  readonly code = 'SAMPLE_INCOMPLETE';
  readonly retry = 'permanent';
}
