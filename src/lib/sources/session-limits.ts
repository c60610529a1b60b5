import type { SessionLimits } from './row-source.ts';

/** What a session gets when its caller says nothing else: a slow server is given time, a dead one is not. */
export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  connectTimeoutMs: 10_000,
  rowIdleTimeoutMs: 60_000,
  totalTimeoutMs: 3_600_000,
};
