import { type DeliveryState, deliveryState, timesAgain } from '../lib/archive/receipt.ts';
import { type RunId, asRunId, parseRunId } from '../lib/archive/run-id.ts';
import { DeliveryUncertain, RevisionSuperseded } from '../lib/errors/delivery-errors.ts';
import { BadJobData } from '../lib/errors/queue-errors.ts';
import { typedError } from '../lib/errors/typed-error.ts';
import { findExport } from '../lib/exports/load-registry.ts';
import type { Parcel, Receipt, Target } from '../lib/delivery/target.ts';
import type { DeliveryPayload } from '../queues/catalogue.ts';
import type { Attempt } from './attempt.ts';
import { packParcel } from './pack-parcel.ts';
import type { RunDeps } from './run-deps.ts';
import { settleRun, wantedTargets } from './settle-run.ts';

/**
 * Makes one delivery: the published file to one target. The ledger says `sending` before the first byte leaves; what it
 * says was sent is not sent again.
 */
export async function processDelivery(
  payload: DeliveryPayload,
  attempt: Attempt,
  deps: RunDeps,
): Promise<DeliveryState> {
  const run = asRunId(payload.runId);
  const { revision, target: name } = payload;
  await refuseUnasked(run, revision, name, deps);
  const definition = findExport(deps.registry, parseRunId(run).exportId);
  const target = deps.target(definition, name);
  await refuseTheSuperseded(run, revision, deps);
  const ledger = await deps.archive.deliveries(run, revision, name);
  const before = deliveryState(ledger);
  if (before === 'uncertain' || (before === 'sending' && !target.repeatable)) throw unknownOutcome(run, name);
  if (before !== 'sent') {
    const parcel = {
      ...(await packParcel(run, revision, definition, name, deps.archive, attempt.signal)),
      copy: timesAgain(ledger),
    };
    attempt.progress({ phase: 'deliver', rows: 0, rowsPerSecond: 0 });
    await attempt.fence();
    const at = (): string => deps.clock.now().toString();
    await deps.archive.recordDelivery(run, revision, name, {
      at: at(),
      event: 'sending',
      by: deps.actor,
      attempt: attempt.number,
    });
    const { where, detail } = await handOver(target, parcel, attempt, deps);
    await deps.archive.recordDelivery(run, revision, name, { at: at(), event: 'sent', where, detail: { ...detail } });
    attempt.log(
      `sent r${revision} to ${name}: ${parcel.artifact === null ? 'a note' : `${parcel.artifact.bytes} bytes`}`,
    );
  }
  await settleRun(run, revision, deps);
  return 'sent';
}

/** Delivers; an abort before anything left says so in the ledger, so that the next attempt may send. */
async function handOver(target: Target, parcel: Parcel, attempt: Attempt, deps: RunDeps): Promise<Receipt> {
  const { signal } = attempt;
  try {
    return await target.deliver(parcel, signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason) await recordNotSent(target.name, parcel, error, deps);
    throw error;
  }
}

async function recordNotSent(target: string, parcel: Parcel, cause: unknown, deps: RunDeps): Promise<void> {
  const run = asRunId(parcel.runId);
  const last = (await deps.archive.deliveries(run, parcel.revision, target)).at(-1);
  if (last?.event !== 'sending' || last.by !== deps.actor) return;
  const { code, message } = typedError(run, cause);
  const at = deps.clock.now().toString();
  await deps.archive.recordDelivery(run, parcel.revision, target, { at, event: 'failed', code, message, final: false });
}

/** After these some recipient may have the file: sending again must be a person's decision. */
const CANNOT_BE_REPEATED: ReadonlySet<string> = new Set(['DELIVERY_UNCERTAIN', 'DELIVERY_INCOMPLETE']);

/** Records that a delivery failed, for now or for good, or that nobody can say; for good settles the run. */
export async function recordDeliveryFailure(
  { runId, revision, target }: DeliveryPayload,
  { code, message, final }: { readonly code: string; readonly message: string; readonly final: boolean },
  deps: RunDeps,
): Promise<void> {
  const run = asRunId(runId);
  const at = deps.clock.now().toString();
  if (CANNOT_BE_REPEATED.has(code))
    await deps.archive.recordDelivery(run, revision, target, { at, event: 'uncertain', code, message });
  else await deps.archive.recordDelivery(run, revision, target, { at, event: 'failed', code, message, final });
  if (final) await settleRun(run, revision, deps);
}

/** A late delivery of an old revision must not arrive after the one that replaces it. */
async function refuseTheSuperseded(run: RunId, revision: number, { archive }: RunDeps): Promise<void> {
  const newest = (await archive.status(run))?.published.at(-1)?.revision ?? revision;
  if (newest <= revision) return;
  throw new RevisionSuperseded({
    where: `${run} r${revision}`,
    got: `revision ${newest} published since`,
    expected: 'the newest',
  });
}

/** Job data can be edited on the board; what is held, or goes elsewhere, is not delivered for that. */
async function refuseUnasked(run: RunId, revision: number, target: string, deps: RunDeps): Promise<void> {
  const wanted = await wantedTargets(run, revision, deps);
  if (wanted.includes(target)) return;
  throw new BadJobData({
    where: `${run} r${revision}`,
    got: `a delivery to ${target}`,
    expected: wanted.length === 0 ? 'none: the run is not delivered' : `one to ${wanted.join(' or ')}`,
  });
}

function unknownOutcome(run: RunId, target: string): DeliveryUncertain {
  return new DeliveryUncertain({
    where: `${run} to ${target}`,
    got: 'an earlier attempt that nobody knows the end of',
    expected: 'a receipt',
    next: 'Ask the recipient before it is sent again.',
  });
}
