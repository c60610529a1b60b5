import type { Archive } from '../lib/archive/archive.ts';
import { openRunsOf } from '../lib/archive/open-runs.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { RunStatus } from '../lib/archive/run-state.ts';
import { epochMs } from '../lib/clock.ts';
import { typedError } from '../lib/errors/typed-error.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { overlapOf } from '../lib/exports/overlap.ts';
import { type RunPayload, runPlaces } from '../queues/catalogue.ts';
import type { Attempt } from './attempt.ts';
import type { RunDeps } from './run-deps.ts';

const SHORTEST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

/** A backfill keeps a pace of its own, and does not come between the runs of a morning. */
function needsTurn({ export: made }: ExportDefinition, { trigger }: RunPayload): boolean {
  return overlapOf(made) !== 'allow' && trigger !== 'backfill';
}

/**
 * Does `work` in the export's turn, and passes the turn on to the run that has waited longest. While another run of the
 * export has it: recorded once, to be asked again; no attempt is spent. It is woken when its turn comes; that it asks by
 * itself is for a turn that ended without a word.
 */
export async function inTurn<Done>(
  payload: RunPayload,
  { run, definition, status }: { run: RunId; definition: ExportDefinition; status: RunStatus | null },
  attempt: Attempt,
  deps: RunDeps,
  work: () => Promise<Done>,
): Promise<Done | { readonly kind: 'waiting'; readonly untilMs: number; readonly why: string }> {
  if (!needsTurn(definition, payload)) return await work();
  const other = await attempt.takeTurn(definition.id, run);
  if (other !== null) return await waitBehind(other, run, status, attempt, deps);
  try {
    return await work();
  } finally {
    await passOn(definition.id, attempt, deps);
  }
}

async function waitBehind(
  other: RunId,
  run: RunId,
  status: RunStatus | null,
  attempt: Attempt,
  { archive, clock, actor }: RunDeps,
): Promise<{ kind: 'waiting'; untilMs: number; why: string }> {
  const now = clock.now();
  const waits = status !== null && status.behind !== null;
  if (!waits) {
    await archive.record(run, { at: now.toString(), by: actor, event: 'behind', run: other });
    attempt.log(`waits for its turn behind ${other}`);
  }
  const waitedMs = waits ? now.epochMilliseconds - epochMs(status.since) : 0;
  const stepMs = Math.min(Math.max(waitedMs, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
  return { kind: 'waiting', untilMs: now.epochMilliseconds + stepMs, why: `behind ${other}` };
}

/** The turn ends with the attempt's lock at the latest: whoever waits then finds it free by asking. */
async function passOn(exportId: string, attempt: Attempt, { archive, logger }: RunDeps): Promise<void> {
  try {
    await attempt.passTurn(exportId, await firstInLine(exportId, archive));
  } catch (error) {
    const { code } = typedError(exportId, error);
    logger.warn({ export: exportId, code }, 'turn not passed on');
  }
}

/** The run that waits for its turn and comes first: what is on time before what is late, else who has waited longest. */
async function firstInLine(exportId: string, archive: Archive) {
  const waiting = (await openRunsOf(exportId, archive)).filter(({ status }) => status.behind !== null);
  const [first] = waiting.sort(
    (one, other) => rank(one.status) - rank(other.status) || epochMs(one.status.since) - epochMs(other.status.since),
  );
  return first === undefined ? null : { run: first.run, ...first.status };
}

function rank({ trigger }: RunStatus): number {
  const place = runPlaces[trigger];
  return 'priority' in place ? place.priority : 0;
}
