import type { Archive } from '../lib/archive/archive.ts';
import { deliveriesOf } from '../lib/archive/deliveries-of.ts';
import type { Manifest } from '../lib/archive/manifest.ts';
import { type DeliveryPart, foldDelivery } from '../lib/archive/delivery-state.ts';
import type { DeliveryEvent } from '../lib/archive/receipt.ts';
import type { RunEvent } from '../lib/archive/run-event.ts';
import { type RunId, asRunId } from '../lib/archive/run-id.ts';
import { foldRun } from '../lib/archive/run-state.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import type { Output } from './output.ts';
import { reportOf } from './run-report.ts';
import { bytesText, countText } from './table.ts';

/** `bordereau show`: all the archive knows of one run: its history, its files, its deliveries. */
export async function showRun(
  archive: Archive,
  id: string,
  { json }: { json: boolean },
  output: Output,
): Promise<void> {
  const run = asRunId(id);
  const events = await archive.history(run);
  const status = foldRun(events);
  if (status === null) {
    throw new BadRunRequest({
      where: run,
      got: 'no record in the archive',
      expected: 'a run',
      next: 'See `bordereau runs`.',
    });
  }
  const manifests = await Promise.all(status.published.map(({ revision }) => archive.manifest(run, revision)));
  const files = manifests.filter((manifest) => manifest !== null);
  const deliveries = await deliveriesOf(archive, run, events);
  if (json) {
    output.line(JSON.stringify({ ...reportOf(archive, run, status), events, manifests: files, deliveries }, null, 2));
    return;
  }
  output.line(`${run}: ${status.state}${status.why === null ? '' : ` · ${status.why}`}`);
  for (const manifest of files) {
    const expiredAt = status.published.find(({ revision }) => revision === manifest.revision)?.expiredAt ?? null;
    tellFile(archive, run, manifest, expiredAt, output);
  }
  for (const { revision, target, events: ledger } of deliveries) tellDelivery(revision, target, ledger, output);
  output.line();
  for (const event of events)
    output.line(`  ${event.at.slice(0, 19).replace('T', ' ')}  ${eventText(event)}  (${event.by})`);
}

function tellFile(archive: Archive, run: RunId, manifest: Manifest, expiredAt: string | null, output: Output): void {
  const { revision, file, rows, durationMs, counters, warnings } = manifest;
  const place =
    expiredAt === null
      ? archive.artifactPath(run, manifest)
      : `${file.name}, removed: its time was up on ${expiredAt.slice(0, 10)}`;
  output.line(`  r${revision}: ${place}`);
  output.line(`      ${countText(rows)} rows · ${bytesText(file.bytes)} · sha256 ${file.sha256} · ${durationMs} ms`);
  const lossy = Object.entries(counters).filter(([, count]) => count > 0);
  for (const note of [...lossy.map(([name, count]) => `${name}: ${count}`), ...warnings])
    output.line(`      ! ${note}`);
}

function tellDelivery(revision: number, target: string, ledger: readonly DeliveryEvent[], output: Output): void {
  const { state, parts } = foldDelivery(ledger);
  const [only, ...others] = parts;
  if (others.length === 0) {
    const whom = only?.recipient == null ? '' : ` · ${only.recipient}`;
    output.line(`  r${revision} to ${target}: ${state}${whom}${endOf(only)}`);
    return;
  }
  const sent = parts.filter((part) => part.state === 'sent').length;
  output.line(`  r${revision} to ${target}: ${state} · ${sent} of ${parts.length} sent`);
  for (const part of parts) output.line(`      ${part.recipient}: ${part.state}${endOf(part)}`);
}

function endOf(part: DeliveryPart | undefined): string {
  const last = part?.last;
  switch (last?.event) {
    case 'sent':
      return ` · ${last.where}`;
    case 'failed':
    case 'uncertain':
      return ` · ${last.code} ${last.message}`;
    default:
      return '';
  }
}

function eventText(event: RunEvent): string {
  switch (event.event) {
    case 'queued':
      return `queued r${event.revision} by ${event.trigger}${event.late ? ', late' : ''}${event.why === null ? '' : `: ${event.why}`}`;
    case 'started':
      return `attempt ${event.attempt} at r${event.revision}`;
    case 'waiting':
      return `waits: ${event.why}`;
    case 'behind':
      return `waits for its turn behind ${event.run}`;
    case 'retrying':
    case 'failed':
      return `${event.event}: ${event.error.code} ${event.error.message}`;
    case 'published':
      return `published r${event.revision}: ${event.file}`;
    case 'delivering':
      return `delivering r${event.revision} to ${event.targets.join(', ') || 'nobody'}`;
    case 'delivered':
      return `delivered r${event.revision}`;
    case 'partial':
      return `delivered r${event.revision} in part, missing: ${event.missing.join(', ')}`;
    case 'expired':
      return `the bytes of r${event.revision} are no longer kept: ${event.why}`;
    case 'warned':
      return `warned: ${event.warnings.join('; ')}`;
    case 'told':
      return `operators told: ${event.about}`;
    case 'interrupted':
    case 'held':
    case 'released':
    case 'rejected':
    case 'skipped':
    case 'missed':
    case 'cancelled':
      return `${event.event}: ${event.why}`;
  }
}
