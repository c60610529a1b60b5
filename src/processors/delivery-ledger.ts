import { type DeliveryStatus, foldDelivery } from '../lib/archive/delivery-state.ts';
import type { DeliveryEvent, NewDeliveryEvent } from '../lib/archive/receipt.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { RunDeps } from './run-deps.ts';

type Unstamped<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

/** The record of one delivery in the archive; every line is on disk before `record` resolves. */
export interface DeliveryLedger {
  /** Who writes: lines of others may be beside ours. */
  readonly actor: string;
  events(): Promise<readonly DeliveryEvent[]>;
  status(): Promise<DeliveryStatus>;
  record(event: Unstamped<NewDeliveryEvent>): Promise<void>;
}

export function deliveryLedger(
  run: RunId,
  revision: number,
  target: string,
  { archive, clock, actor }: Pick<RunDeps, 'archive' | 'clock' | 'actor'>,
): DeliveryLedger {
  const events = (): Promise<readonly DeliveryEvent[]> => archive.deliveries(run, revision, target);
  return {
    actor,
    events,
    status: async () => foldDelivery(await events()),
    record: (event) => archive.recordDelivery(run, revision, target, { at: clock.now().toString(), ...event }),
  };
}
