import { type DeliveryState, type DeliveryStatus, isPending } from '../lib/archive/delivery-state.ts';
import { type RunId, asRunId, parseRunId } from '../lib/archive/run-id.ts';
import { BordereauError } from '../lib/errors/bordereau-error.ts';
import { DeliveryIncomplete, DeliveryUncertain, RevisionSuperseded } from '../lib/errors/delivery-errors.ts';
import { BadJobData } from '../lib/errors/queue-errors.ts';
import { findExport } from '../lib/exports/loading/load-registry.ts';
import type { DeliveryPayload } from '../queues/catalogue.ts';
import type { Attempt } from './attempt.ts';
import { deliveryLedger } from './delivery-ledger.ts';
import { type HandOver, concernsOneRecipient, handOver } from './hand-over.ts';
import { packParcel } from './pack-parcel.ts';
import type { RunDeps } from './run-deps.ts';
import { settleRun } from './settle-run.ts';
import { tellUndelivered } from './tell-outcome.ts';
import { wantedTargets } from './wanted-targets.ts';

/**
 * Makes one delivery: the published file to one target, or to each of its recipients who does not have it. What the ledger
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
  const ledger = deliveryLedger(run, revision, name, deps);
  const before = await ledger.status();
  if (before.state !== 'sent') {
    const packed = await packParcel(run, revision, definition, name, deps, attempt.signal);
    attempt.progress({ phase: 'deliver', rows: 0, rowsPerSecond: 0 });
    const parcel = { ...packed, copy: before.copy };
    await deliverParts({ target, parcel, attempt, ledger, whenUncertain: definition.export.whenUncertain });
  }
  await settleRun(run, revision, deps);
  return 'sent';
}

/** Delivers what is open, one part after the other; throws the error that decides what happens to the rest. */
async function deliverParts(way: HandOver): Promise<void> {
  const { target, ledger } = way;
  const failures: unknown[] = [];
  for (const part of openParts(await planned(way))) {
    try {
      await handOver(part, way);
    } catch (error) {
      if (!concernsOneRecipient(error)) throw error;
      failures.push(error);
    }
  }
  const after = await ledger.status();
  if (after.state !== 'sent') throw undelivered(`target ${target.name}`, after, failures);
}

/** Where the delivery stands, with a plan of who is to get it now. */
async function planned({ target, ledger }: HandOver): Promise<DeliveryStatus> {
  const before = await ledger.status();
  const recipients = target.recipients ?? [];
  const known = before.parts.map(({ recipient }) => recipient);
  if (recipients.length === 0 || recipients.join(' ') === known.join(' ')) return before;
  await ledger.record({ event: 'planned', recipients: [...recipients] });
  return await ledger.status();
}

/** What is pending; when nothing is, somebody asks for what was given up. */
function openParts({ parts }: DeliveryStatus): DeliveryStatus['parts'] {
  const open = parts.filter(({ state }) => isPending(state));
  return open.length > 0 ? open : parts.filter(({ state }) => state === 'given up');
}

/** The one failure, or the one that waits longest while others may still get theirs; else who is missing, in numbers. */
function undelivered(where: string, { state, parts }: DeliveryStatus, failures: readonly unknown[]): unknown {
  const again = failures.filter((error) => error instanceof BordereauError && error.retry !== 'permanent');
  if (again.length > 0)
    return again.find((error) => error instanceof BordereauError && error.retry === 'busy') ?? again[0];
  const count = (wanted: DeliveryState): number => parts.filter((part) => part.state === wanted).length;
  const facts = { recipients: parts.length, sent: count('sent'), uncertain: count('uncertain') };
  if (facts.sent === 0 && failures.length > 0)
    return failures.find((error) => error instanceof DeliveryUncertain) ?? failures[0];
  const Missing = state === 'uncertain' ? DeliveryUncertain : DeliveryIncomplete;
  return new Missing({
    where,
    got: `${facts.sent} of ${facts.recipients} messages sent, ${facts.uncertain} uncertain`,
    expected: 'all of them',
    next: '`bordereau show` names who is missing, `bordereau resend --missing` sends it to them.',
    facts,
  });
}

/** Records that a delivery failed, for now or for good, or that nobody can say; for good settles the run, or is told before that. */
export async function recordDeliveryFailure(
  { runId, revision, target }: DeliveryPayload,
  { code, message, final }: { readonly code: string; readonly message: string; readonly final: boolean },
  deps: RunDeps,
): Promise<void> {
  const run = asRunId(runId);
  await deliveryLedger(run, revision, target, deps).record({ event: 'failed', code, message, final });
  if (final && !(await settleRun(run, revision, deps))) await tellUndelivered(run, revision, target, deps);
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
