import { foldDelivery, isPending } from '../lib/archive/delivery-state.ts';
import { type RunId, parseRunId } from '../lib/archive/run-id.ts';
import type { RunStatus } from '../lib/archive/run-state.ts';
import type { Operation } from '../lib/exports/operation.ts';
import { failedNotice } from '../lib/notices/failed-notice.ts';
import { heldNotice } from '../lib/notices/held-notice.ts';
import type { Notice } from '../lib/notices/notice.ts';
import { undeliveredNotice } from '../lib/notices/undelivered-notice.ts';
import type { RunDeps } from './run-deps.ts';
import { wantedTargets } from './wanted-targets.ts';

export type TellDeps = Pick<RunDeps, 'archive' | 'registry' | 'clock' | 'actor' | 'logger' | 'notices'>;

/**
 * Tells the operators that a run is held, has failed or is delivered in part, and records that they know. Who records such
 * an end tells it right after; what is recorded and not told, the audit finds. False: the mail did not leave.
 */
export async function tellOutcome(run: RunId, deps: TellDeps): Promise<boolean> {
  const { archive, clock, actor } = deps;
  const status = await archive.status(run);
  if (status === null || status.untold === null) return true;
  const about = status.untold;
  const operation = operationOf(run, deps);
  const notice = operation === null ? null : await noticeOf(run, status, operation, deps);
  if (operation !== null && notice !== null && !(await deps.notices.tell(operation, notice))) return false;
  await archive.record(run, { at: clock.now().toString(), by: actor, event: 'told', about });
  return true;
}

/** Tells that one delivery ended without having arrived while others of the run are still under way. */
export async function tellUndelivered(run: RunId, revision: number, target: string, deps: TellDeps): Promise<void> {
  const operation = operationOf(run, deps);
  const status = await deps.archive.status(run);
  if (operation === null || status?.revision !== revision) return;
  const { state } = foldDelivery(await deps.archive.deliveries(run, revision, target));
  await deps.notices.tell(operation, undeliveredNotice(run, revision, [{ target, state }], operation.locale));
}

async function noticeOf(
  run: RunId,
  { untold, revision, why, error }: RunStatus,
  { locale }: Operation,
  deps: TellDeps,
): Promise<Notice | null> {
  switch (untold) {
    case 'held':
      return heldNotice(run, revision, why ?? '', locale);
    case 'failed':
      return error === null ? null : failedNotice(run, revision, error, locale);
    case 'partial':
      return undeliveredNotice(run, revision, await missingOf(run, revision, deps), locale);
    case null:
      return null;
  }
}

async function missingOf(run: RunId, revision: number, { archive }: TellDeps) {
  const targets = await wantedTargets(run, revision, { archive });
  const deliveries = await Promise.all(
    targets.map(async (target) => ({
      target,
      state: foldDelivery(await archive.deliveries(run, revision, target)).state,
    })),
  );
  return deliveries.filter(({ state }) => state !== 'sent' && !isPending(state));
}

/** Null: the export is gone, and with it those who were to be told. */
function operationOf(run: RunId, { registry, logger }: TellDeps): Operation | null {
  const definition = registry.get(parseRunId(run).exportId);
  if (definition === undefined) logger.warn({ runId: run }, 'nobody to tell: the export is no longer defined');
  return definition?.operation ?? null;
}
