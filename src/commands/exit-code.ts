import { BordereauError } from '../lib/errors/bordereau-error.ts';

/** Errors of the person who asks, not of the work: exit code 2. */
const ASKED_WRONGLY = new Set([
  'UNKNOWN_EXPORT',
  'TARGET_UNKNOWN',
  'BAD_RUN_REQUEST',
  'BAD_RUN_ID',
  'BAD_SETTINGS',
  'SETTING_MISSING',
  'BAD_DEFINITIONS',
  'BOARD_WITHOUT_PASSWORD',
]);

export function exitCodeOf(error: unknown): number {
  return error instanceof BordereauError && ASKED_WRONGLY.has(error.code) ? 2 : 1;
}
