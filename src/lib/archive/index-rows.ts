import type { Archive } from './archive.ts';
import { type DeliveryPart, foldDelivery } from './delivery-state.ts';
import { type Delivery, deliveriesOf, isTrials } from './deliveries-of.ts';
import type { Manifest } from './manifest.ts';
import type { DeliveryEvent } from './receipt.ts';
import type { RunEvent } from './run-event.ts';
import { type RunId, parseRunId } from './run-id.ts';
import { foldRun, type PublishedRevision, type RunStatus } from './run-state.ts';

/** Columns of the index of an archive, in their order (docs/archive.md). */
export const indexColumns = [
  ...['run', 'operation', 'export', 'interval', 'from', 'to', 'run_state', 'revision', 'title', 'file', 'sha256'],
  ...[
    'bytes',
    'rows',
    'personal_data',
    'published_at',
    'expired_at',
    'decided_by',
    'target',
    'send',
    'recipient',
    'delivery',
  ],
  ...['at', 'attempts', 'where', 'receipt', 'error', 'asked_again_by', 'why'],
] as const;

/** A line of the index. `at` is always there: when it was sent, else the last time something happened to it. */
export type IndexRow = Readonly<Partial<Record<(typeof indexColumns)[number], string | number | null>>> & {
  readonly at: string;
};

/**
 * What became of a run, for an auditor: a row for each time a revision was sent, or was to be sent, to a target or to one
 * of its recipients; one for a revision that went nowhere, and one for a run without a file. Throws ArchiveDamaged.
 */
export async function indexRows(archive: Archive, run: RunId): Promise<IndexRow[]> {
  const events = await archive.history(run);
  const status = foldRun(events);
  if (status === null) return [];
  const base = { run, ...partsOf(run), run_state: status.state };
  if (status.published.length === 0) return [{ ...base, at: status.since, ...endOf(status) }];
  const deliveries = await deliveriesOf(archive, run, events);
  const rows: IndexRow[] = [];
  for (const published of status.published) {
    const { revision, at } = published;
    const manifest = await archive.manifest(run, revision);
    const file = { ...base, ...fileFacts(published, manifest), ...decisionOn(revision, events) };
    const sends = deliveries.filter((delivery) => delivery.revision === revision).flatMap(sendsOf);
    if (sends.length > 0) rows.push(...sends.map((send) => ({ ...file, at, ...send })));
    else rows.push({ ...file, at, ...(revision === status.revision ? endOf(status) : {}) });
  }
  return rows;
}

function partsOf(run: RunId) {
  const { operation, name, intervalId } = parseRunId(run);
  return { operation, export: name, interval: intervalId };
}

function endOf({ error, why }: RunStatus) {
  return { error: error?.code ?? null, why };
}

function fileFacts(published: PublishedRevision, manifest: Manifest | null) {
  const { revision, file, sha256, bytes, rows, at, expiredAt } = published;
  return {
    ...{ revision, file, sha256, bytes, rows, published_at: at, expired_at: expiredAt },
    title: manifest?.title ?? null,
    from: manifest?.interval.from ?? null,
    to: manifest?.interval.to ?? null,
    personal_data: manifest === null ? null : manifest.personalData ? 'yes' : 'no',
  };
}

/** Who released or rejected a revision that was held. */
function decisionOn(revision: number, events: readonly RunEvent[]) {
  const decided = events.findLast(
    (event) => (event.event === 'released' || event.event === 'rejected') && event.revision === revision,
  );
  return { decided_by: decided === undefined ? null : `${decided.event} by ${decided.by}` };
}

/** A delivery's ledger as rows: the first time it was sent, and each time that a person asked for it again, to each recipient. */
function sendsOf({ target, events }: Delivery) {
  const turns: DeliveryEvent[][] = [[]];
  for (const event of events) {
    if (event.event === (isTrials(target) ? 'sending' : 'again')) turns.push([]);
    turns.at(-1)?.push(event);
  }
  if (turns[0]?.length === 0 && turns.length > 1) turns.shift();
  let past: DeliveryEvent[] = [];
  return turns.flatMap((turn, index) => {
    past = isTrials(target) ? turn : [...past, ...turn];
    const { parts } = foldDelivery(past);
    const concerned = parts.filter(({ state, last }) => state !== 'sent' || (last !== null && turn.includes(last)));
    return concerned.map((part) => ({ target, send: index + 1, ...partFacts(part, turn) }));
  });
}

function partFacts({ recipient, state, last }: DeliveryPart, turn: readonly DeliveryEvent[]) {
  const asked = turn.find((event) => event.event === 'again');
  const at = (last ?? turn.at(-1))?.at;
  return {
    recipient,
    delivery: state,
    ...(at === undefined ? {} : { at }),
    attempts: turn.filter((event) => event.event === 'sending' && (event.recipient ?? null) === recipient).length,
    where: last?.event === 'sent' ? last.where : null,
    receipt: last?.event === 'sent' ? receiptText(last.detail) : null,
    error: last !== null && 'code' in last ? last.code : null,
    asked_again_by: asked?.by ?? null,
    why: asked?.why ?? null,
  };
}

function receiptText(detail: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}
