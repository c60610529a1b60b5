import { join, relative } from 'node:path';
import type { Archive } from './archive.ts';
import { type TellDrift, readOrTell } from './drift.ts';
import { entriesOf } from './entries.ts';
import { isLeftover, layout, ledgerOf } from './layout.ts';
import type { Manifest } from './manifest.ts';
import type { RunId } from './run-id.ts';
import { isOpen, type PublishedRevision, type RunStatus } from './run-state.ts';
import { verifyFile } from './verify-file.ts';

/** What was looked at of one run. */
export interface VerifiedRun {
  /** Files that are as their manifest says, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

/** Compares the folder of a run with its record and its manifests; `status`: undefined when the record is damaged. */
export async function verifyRun(
  archive: Archive,
  run: RunId,
  status: RunStatus | null | undefined,
  tell: TellDrift,
): Promise<VerifiedRun> {
  const { root } = archive;
  if (status === null)
    tell({ kind: 'missing', path: relative(root, layout.record(root, run)), detail: 'no run record' });
  const onDisk: number[] = [];
  for (const entry of await entriesOf(layout.run(root, run))) {
    const revision = /^r([1-9]\d*)$/.exec(entry.name)?.[1];
    if (revision !== undefined && entry.isDirectory()) onDisk.push(Number(revision));
    else if (!isOurs(entry.name)) tellForeign(root, join(layout.run(root, run), entry.name), tell);
  }
  const recorded = new Map(status?.published.map((published) => [published.revision, published]));
  let [files, bytes] = [0, 0];
  for (const revision of new Set([...onDisk, ...recorded.keys()])) {
    const unknown = status !== undefined && status !== null && !isOpen(status.state) && !recorded.has(revision);
    if (unknown) tellForeign(root, layout.revision(root, run, revision), tell);
    const verified = await verifyRevision(archive, run, revision, recorded.get(revision), tell);
    if (verified === null) continue;
    files++;
    bytes += verified.file.bytes;
  }
  await verifyLedgers(archive, run, tell);
  return { files, bytes };
}

/** The manifest of a revision whose file is as it should be, else null. */
async function verifyRevision(
  archive: Archive,
  run: RunId,
  revision: number,
  recorded: PublishedRevision | undefined,
  tell: TellDrift,
): Promise<Manifest | null> {
  const { root } = archive;
  const manifest = await readOrTell(root, archive.manifest(run, revision), tell);
  if (manifest === undefined) return null;
  const manifestPath = relative(root, layout.manifest(root, run, revision));
  if (manifest === null) {
    tell({ kind: 'missing', path: manifestPath, detail: 'a published revision without its manifest' });
    return null;
  }
  for (const detail of contradictions(run, revision, manifest, recorded))
    tell({ kind: 'changed', path: manifestPath, detail });
  for (const { name } of await entriesOf(layout.revision(root, run, revision))) {
    const known = name === 'manifest.json' || name === manifest.file.name;
    if (!known) tellForeign(root, join(layout.revision(root, run, revision), name), tell);
  }
  const look = await verifyFile(archive, run, manifest, tell);
  if (look === 'missing') {
    const path = relative(root, archive.artifactPath(run, manifest));
    tell({ kind: 'missing', path, detail: 'its manifest is there, the file is not' });
  }
  return look === 'as it should be' ? manifest : null;
}

/** Where a manifest says something else than its place and the run record do. */
function contradictions(
  run: RunId,
  revision: number,
  manifest: Manifest,
  recorded: PublishedRevision | undefined,
): string[] {
  const place = manifest.runId === run && manifest.revision === revision;
  const record = recorded === undefined || recorded.sha256 === manifest.file.sha256;
  return [
    ...(place ? [] : [`the manifest of ${manifest.runId} r${manifest.revision}`]),
    ...(record ? [] : ['names another sha256 than the run record']),
  ];
}

async function verifyLedgers(archive: Archive, run: RunId, tell: TellDrift): Promise<void> {
  const folder = layout.deliveries(archive.root, run);
  for (const { name } of await entriesOf(folder)) {
    const ledger = ledgerOf(name);
    if (ledger === null) tellForeign(archive.root, join(folder, name), tell);
    else await readOrTell(archive.root, archive.deliveries(run, ledger.revision, ledger.target), tell);
  }
}

function isOurs(entry: string): boolean {
  return entry === 'run.jsonl' || entry === 'deliveries' || isLeftover(entry);
}

export function tellForeign(root: string, path: string, tell: TellDrift): void {
  tell({ kind: 'foreign', path: relative(root, path), detail: 'nothing of the archive is kept here under this name' });
}
