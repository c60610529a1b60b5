import type { Archive } from './archive.ts';
import type { LedgerName } from './layout.ts';
import type { DeliveryEvent } from './receipt.ts';
import type { RunEvent } from './run-event.ts';
import type { RunId } from './run-id.ts';

/** One revision on its way to one target, with its ledger. */
export interface Delivery {
  readonly revision: number;
  /** A target, or the trials of one. */
  readonly target: string;
  readonly events: readonly DeliveryEvent[];
}

/** Name of the ledger of the trials of a target: what was sent by hand to somebody else, and does not count. */
export function trialsOf(target: string): string {
  return `${target}.trials`;
}

export function isTrials(ledger: string): boolean {
  return ledger.endsWith('.trials');
}

/** The deliveries that the record of a run asks for. */
export function askedDeliveries(events: readonly RunEvent[]): LedgerName[] {
  return events
    .filter((event) => event.event === 'delivering')
    .flatMap(({ revision, targets }) => targets.map((target) => ({ revision, target })));
}

/** Every delivery of a run: those asked for in its record, in that order, and whatever else has a ledger. */
export async function deliveriesOf(archive: Archive, run: RunId, events: readonly RunEvent[]): Promise<Delivery[]> {
  const all = [...askedDeliveries(events), ...(await archive.ledgers(run))];
  const byName = new Map(all.map((delivery) => [`r${delivery.revision}.${delivery.target}`, delivery]));
  return await Promise.all(
    [...byName.values()].map(async ({ revision, target }) => ({
      ...{ revision, target },
      events: await archive.deliveries(run, revision, target),
    })),
  );
}
