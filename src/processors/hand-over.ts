import type { DeliveryPart } from '../lib/archive/delivery-state.ts';
import type { Parcel, Receipt, Target } from '../lib/delivery/target.ts';
import type { BordereauError } from '../lib/errors/bordereau-error.ts';
import { DeliveryUnanswered, DeliveryUncertain, MailDeferred, MailRefused } from '../lib/errors/delivery-errors.ts';
import { typedError } from '../lib/errors/typed-error.ts';
import type { AnyExport } from '../lib/exports/definition.ts';
import type { Attempt } from './attempt.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';

/** With `whenUncertain = 'again'` the same message goes at most this often without an answer. */
const MOST_UNANSWERED = 3;

/** One way of handing parcels to a target, and where what becomes of them is recorded. */
export interface HandOver {
  readonly target: Target;
  readonly parcel: Omit<Parcel, 'recipient'>;
  readonly attempt: Attempt;
  readonly ledger: DeliveryLedger;
  readonly whenUncertain: AnyExport['whenUncertain'];
}

/**
 * Delivers one part: the ledger says `sending` before the first byte leaves and what became of it afterwards. Throws what
 * the target throws; DeliveryUnanswered instead of DeliveryUncertain when it is to go again.
 */
export async function handOver(part: DeliveryPart, way: HandOver): Promise<void> {
  const { target, parcel, attempt, ledger } = way;
  if (part.state === 'sending' && !target.repeatable) {
    const unknown = await recordUncertain(part, unknownOutcome(target.name), way);
    if (unknown instanceof DeliveryUncertain) throw unknown;
  }
  await attempt.fence();
  const named = part.recipient === null ? {} : { recipient: part.recipient };
  await ledger.record({ event: 'sending', ...named, by: ledger.actor, attempt: attempt.number });
  const { where, detail } = await deliver(part, way);
  await ledger.record({ event: 'sent', ...named, where, detail: { ...detail } });
  attempt.log(`sent r${parcel.revision} to ${target.name}: ${sizeOf(parcel)}`);
}

async function deliver(part: DeliveryPart, way: HandOver): Promise<Receipt> {
  const { target, parcel, attempt } = way;
  try {
    return await target.deliver({ ...parcel, recipient: part.recipient }, attempt.signal);
  } catch (error) {
    const typed = typedError(target.name, error);
    if (typed instanceof DeliveryUncertain) throw await recordUncertain(part, typed, way);
    const aborted = attempt.signal.aborted && error === attempt.signal.reason;
    if (part.recipient !== null || aborted) await recordFailed(part, typed, way);
    throw error;
  }
}

/** Another attempt may have taken over from one that lost its job; what it has written stands. */
async function recordFailed({ recipient }: DeliveryPart, error: BordereauError, { ledger }: HandOver): Promise<void> {
  const last = (await ledger.status()).parts.find((part) => part.recipient === recipient)?.last;
  if (last?.event !== 'sending' || last.by !== ledger.actor) return;
  const { code, message } = error;
  const final = error.retry === 'permanent' && concernsOneRecipient(error);
  await ledger.record({ event: 'failed', ...(recipient === null ? {} : { recipient }), code, message, final });
}

async function recordUncertain(
  { recipient, timesUncertain }: DeliveryPart,
  error: DeliveryUncertain,
  { ledger, whenUncertain }: HandOver,
): Promise<DeliveryUncertain | DeliveryUnanswered> {
  const again = whenUncertain === 'again' && timesUncertain + 1 < MOST_UNANSWERED;
  const { code, message, details } = error;
  const named = recipient === null ? {} : { recipient };
  await ledger.record({ event: 'uncertain', ...named, code, message, ...(again ? { again } : {}) });
  return again ? new DeliveryUnanswered(details) : error;
}

/** After these the others may still get theirs. */
export function concernsOneRecipient(error: unknown): boolean {
  return [MailRefused, MailDeferred, DeliveryUncertain, DeliveryUnanswered].some((kind) => error instanceof kind);
}

function sizeOf({ artifact }: Pick<Parcel, 'artifact'>): string {
  return artifact === null ? 'a note' : `${artifact.bytes} bytes`;
}

function unknownOutcome(target: string): DeliveryUncertain {
  return new DeliveryUncertain({
    where: `target ${target}`,
    got: 'an earlier attempt that nobody knows the end of',
    expected: 'a receipt',
    next: 'Ask the recipient before it is sent again.',
  });
}
