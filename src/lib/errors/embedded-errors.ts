import { BordereauError } from './bordereau-error.ts';

/** The private redis-server of the embedded default did not start. */
export class RedisNotStarted extends BordereauError {
  readonly code = 'REDIS_NOT_STARTED';
  readonly retry = 'permanent';
}
