import { deliveringTo } from '../lib/archive/delivering-to.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { RunDeps } from './run-deps.ts';

/** Where a revision was to go when its deliveries were asked for; nowhere when they were not. */
export async function wantedTargets(
  run: RunId,
  revision: number,
  { archive }: Pick<RunDeps, 'archive'>,
): Promise<readonly string[]> {
  return deliveringTo(await archive.history(run), revision) ?? [];
}
