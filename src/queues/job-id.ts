import type { RunId } from '../lib/archive/run-id.ts';

/**
 * A job is named by its run, with `/` written as `.`: BullMQ refuses a colon, and a slash does not survive every address
 * of Bull Board. Revisions after the first have a name of their own.
 */
export function runJobId(run: RunId, revision: number): string {
  const id = run.replaceAll('/', '.');
  return revision === 1 ? id : `${id}.r${revision}`;
}

export function deliveryJobId(run: RunId, revision: number, target: string): string {
  return `${run.replaceAll('/', '.')}.r${revision}.${target}`;
}
