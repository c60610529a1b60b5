import type { DeliveryEvent } from './receipt.ts';

/**
 * Where a delivery, or the message to one recipient, stands. `repeating`: it may have arrived and is sent again all the
 * same; `uncertain`: it may have arrived, and a person decides.
 */
export type DeliveryState = 'planned' | 'sending' | 'sent' | 'failed' | 'repeating' | 'given up' | 'uncertain';

/** What one recipient gets, or the place as a whole. */
export interface DeliveryPart {
  /** Null: the target has no recipients. */
  readonly recipient: string | null;
  readonly state: DeliveryState;
  /** How often nobody could say whether it had arrived. */
  readonly timesUncertain: number;
  /** The last line about it; null: none yet. */
  readonly last: DeliveryEvent | null;
}

export interface DeliveryStatus {
  /** `sent` once every part is. */
  readonly state: DeliveryState;
  /** One for each recipient of the plan; a single one where there is no plan. */
  readonly parts: readonly DeliveryPart[];
  /** How many times a person has asked for all of it once more. */
  readonly copy: number;
}

/** In these something is still to be done, without being asked. */
const pending: readonly DeliveryState[] = ['sending', 'repeating', 'failed', 'planned'];

export function isPending(state: DeliveryState): boolean {
  return pending.includes(state);
}

/** What the lines of a ledger, oldest first, add up to. */
export function foldDelivery(events: readonly DeliveryEvent[]): DeliveryStatus {
  let plan: readonly string[] | null = null;
  let known = new Map<string | null, DeliveryPart>();
  let copy = 0;
  const planned = (): DeliveryPart[] =>
    (plan ?? [null]).map((recipient) => {
      // A ledger begun before there were plans speaks of everyone at once.
      const part = known.get(keyOf(recipient)) ?? known.get(null);
      return part === undefined ? untouched(recipient) : { ...part, recipient };
    });
  for (const event of events) {
    if (event.event === 'planned') plan = event.recipients;
    else if (event.event === 'again') {
      const kept = event.missing === true ? planned().filter(({ state }) => state === 'sent') : [];
      known = new Map(kept.map((part) => [keyOf(part.recipient), part]));
      if (event.missing !== true) copy++;
    } else if (plan === null || event.recipient !== undefined) {
      const recipient = event.recipient ?? null;
      known.set(keyOf(recipient), after(known.get(keyOf(recipient)) ?? untouched(recipient), event));
    } else if (event.event === 'failed' && event.final) {
      known = new Map(
        planned().map((part) => [keyOf(part.recipient), isPending(part.state) ? after(part, event) : part]),
      );
    }
  }
  const parts = planned();
  return { state: stateOf(parts), parts, copy };
}

/** Nobody gets a second message because their address is now written in capitals. */
function keyOf(recipient: string | null): string | null {
  return recipient?.toLowerCase() ?? null;
}

function untouched(recipient: string | null): DeliveryPart {
  return { recipient, state: 'planned', timesUncertain: 0, last: null };
}

function after(part: DeliveryPart, event: DeliveryEvent): DeliveryPart {
  if (part.state === 'sent' || (part.state === 'uncertain' && event.event === 'failed')) return part;
  const timesUncertain = part.timesUncertain + (event.event === 'uncertain' ? 1 : 0);
  return { ...part, state: stateAfter(event), timesUncertain, last: event };
}

function stateAfter(event: DeliveryEvent): DeliveryState {
  switch (event.event) {
    case 'planned':
    case 'again':
      return 'planned';
    case 'sending':
    case 'sent':
      return event.event;
    case 'failed':
      return event.final ? 'given up' : 'failed';
    case 'uncertain':
      return event.again === true ? 'repeating' : 'uncertain';
  }
}

/** What is under way speaks first, then what is missing. */
function stateOf(parts: readonly DeliveryPart[]): DeliveryState {
  const order: readonly DeliveryState[] = [...pending, 'uncertain', 'given up'];
  return order.find((state) => parts.some((part) => part.state === state)) ?? 'sent';
}
