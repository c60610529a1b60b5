import { type RunId, asRunId, parseRunId } from '../lib/archive/run-id.ts';
import { foldDelivery } from '../lib/archive/delivery-state.ts';
import { refuseExpired } from '../lib/archive/refuse-expired.ts';
import { describePlace } from '../lib/delivery/describe-place.ts';
import { sealExtensions } from '../lib/delivery/encryption/encryption.ts';
import type { ParcelArtifact } from '../lib/delivery/target.ts';
import type { TargetSpec } from '../lib/delivery/target-spec.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { clearMailProblems } from '../lib/exports/loading/clear-mail.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { findExport } from '../lib/exports/loading/load-registry.ts';
import { isAllowed } from '../lib/exports/loading/mail-domains.ts';
import type { Operation } from '../lib/exports/operation.ts';
import { targetOf } from '../lib/exports/target-of.ts';
import { type PackDeps, packParcel } from '../processors/pack-parcel.ts';
import type { Engine } from '../processes/engine.ts';
import { deliverNow } from './deliver-now.ts';
import type { Output } from './output.ts';
import { bytesText } from './table.ts';
import { sendTrial } from './trial-delivery.ts';

export interface DeliverOptions {
  readonly target: string;
  /** A trial: the mail goes to this address instead, and does not count. */
  readonly to?: string;
  readonly dryRun?: boolean;
  /** Ends with the delivery instead of with its place in the queue. */
  readonly wait?: boolean;
}

/** The newest published file of a run, and one target of its operation. */
export interface AskedDelivery {
  readonly run: RunId;
  readonly revision: number;
  readonly target: string;
  readonly spec: TargetSpec;
  readonly definition: ExportDefinition;
}

const SENDABLE = new Set(['delivering', 'delivered', 'partial']);

/**
 * `bordereau deliver`: sends the newest file of a run to one target now, or to another address for a trial, or says what
 * would be sent. Gives the exit code.
 */
export async function deliver(id: string, options: DeliverOptions, engine: Engine, output: Output): Promise<number> {
  const { target, to, dryRun = false, wait = false } = options;
  const run = asRunId(id);
  const definition = findExport(engine.registry, parseRunId(run).exportId);
  const declared = targetOf(definition.operation, target);
  refuseClearMail(run, definition, target);
  const spec = to === undefined ? declared : onlyTo(to, declared, target, definition.operation.mailDomains);
  const asked = { run, revision: await sendableRevision(run, engine), target, spec, definition };
  if (dryRun) return await tellWhatWouldBeSent(asked, to !== undefined, engine, output);
  if (to !== undefined) return await sendTrial(asked, engine, output);
  return await deliverNow(asked, wait, engine, output);
}

function onlyTo(to: string, declared: TargetSpec, target: string, domains: Operation['mailDomains']): TargetSpec {
  const where = `target ${target}`;
  if (declared.kind !== 'mail')
    throw new BadRunRequest({ where, got: `--to for a ${declared.kind}`, expected: 'a mail target' });
  if (isAllowed(to, domains)) return { ...declared, to: [to], cc: [], bcc: [] };
  const expected = `one of mailDomains: ${domains?.join(', ') ?? ''}`;
  throw new BadRunRequest({ where, got: 'an address of another domain', expected });
}

/** A target that the export does not name has not been looked at when the definitions were loaded. */
function refuseClearMail(where: RunId, definition: ExportDefinition, target: string): void {
  const [wrong] = clearMailProblems(definition, target);
  if (wrong !== undefined) throw new BadRunRequest({ where, got: wrong.got, expected: wrong.expected });
}

/** What was held, rejected or never published goes nowhere, not even for a trial. */
async function sendableRevision(run: RunId, { archive }: Engine): Promise<number> {
  const status = await archive.status(run);
  const revision = status?.published.at(-1)?.revision;
  if (revision !== undefined && status !== null && SENDABLE.has(status.state)) {
    await refuseExpired(archive, run, revision);
    return revision;
  }
  throw new BadRunRequest({
    where: run,
    got: `a run that is ${status?.state ?? 'unknown'}`,
    expected: 'a run whose file is published and may be delivered',
  });
}

async function tellWhatWouldBeSent(
  { run, revision, target, spec, definition }: AskedDelivery,
  isTrial: boolean,
  { archive }: Engine,
  output: Output,
): Promise<number> {
  const signal = new AbortController().signal;
  const { artifact, elsewhere, mail } = await packParcel(
    run,
    revision,
    definition,
    target,
    { archive, sealed: asIfSealed },
    signal,
  );
  const { state } = foldDelivery(await archive.deliveries(run, revision, target));
  output.line(`${run} r${revision} to ${target}: ${isTrial ? 'a trial' : state}; nothing is sent`);
  output.line(`  to    ${spec.kind}: ${describePlace(spec)}`);
  if (spec.kind === 'mail' && mail !== null) output.line(`  mail  ${mail.subject}`);
  const large = elsewhere !== undefined && spec.kind === 'mail' ? spec.above : undefined;
  const place = large === undefined ? spec : targetOf(definition.operation, large.target);
  if (large !== undefined) output.line(`        the file is too large for it and goes to ${large.target}`);
  for (const line of fileLines(place, elsewhere ?? artifact)) output.line(line);
  return 0;
}

function fileLines(spec: TargetSpec, artifact: ParcelArtifact | null): string[] {
  if (artifact === null) return ['  file  none: the words go alone'];
  const { fileName, bytes, sha256 } = artifact;
  const companion = 'companion' in spec ? spec.companion : undefined;
  return [
    `  file  ${fileName} · ${bytesText(bytes)} · sha256 ${sha256}`,
    ...(spec.encrypt === undefined ? [] : ['        size and sha256 are those before encryption']),
    ...(companion === undefined ? [] : [`        and ${fileName}.${companion} beside it`]),
  ];
}

/** An encrypted copy is not made for the sake of a question: its name is known, its size about that of the file. */
const asIfSealed: PackDeps['sealed'] = async (artifact, { kind }) => ({
  ...artifact,
  fileName: `${artifact.fileName}${sealExtensions[kind]}`,
});
