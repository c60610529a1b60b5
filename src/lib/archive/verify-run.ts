import { join, relative } from 'node:path';
import type { Archive } from './archive.ts';
import { compareFile } from './compare-file.ts';
import { askedDeliveries } from './deliveries-of.ts';
import { type TellDrift, readOrTell } from './drift.ts';
import { entriesOf } from './entries.ts';
import { isLeftover, layout, ledgerOf, type SealedName, sealedOf } from './layout.ts';
import type { Manifest } from './manifest.ts';
import type { RunId } from './run-id.ts';
import { expiryOf, isOpen, type PublishedRevision, type RunStatus } from './run-state.ts';

/** What was looked at of one run. */
export interface VerifiedRun {
  /** Files that are as their manifest says, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Files that are gone because their time was up. */
  readonly expired: number;
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
  const total = { files: 0, bytes: 0, expired: 0 };
  for (const revision of new Set([...onDisk, ...recorded.keys()])) {
    const unknown = status !== undefined && status !== null && !isOpen(status.state) && !recorded.has(revision);
    if (unknown) tellForeign(root, layout.revision(root, run, revision), tell);
    const manifest = await verifyManifest(archive, run, revision, recorded.get(revision), tell);
    const look =
      manifest === null
        ? 'drifted'
        : await verifyFile(archive, run, { ...manifest, path: archive.artifactPath(run, manifest) }, tell);
    if (look === 'expired') total.expired++;
    if (manifest === null || look !== 'same') continue;
    total.files++;
    total.bytes += manifest.file.bytes;
  }
  await verifyDeliveries(archive, run, status?.state === 'delivered' ? status.revision : null, tell);
  return total;
}

/** The manifest of a revision, when it can be read; what is wrong with it, or lies beside it, is told. */
async function verifyManifest(
  archive: Archive,
  run: RunId,
  revision: number,
  recorded: PublishedRevision | undefined,
  tell: TellDrift,
): Promise<Manifest | null> {
  const { root } = archive;
  const manifest = await readOrTell(root, archive.manifest(run, revision), tell);
  if (manifest === undefined) return null;
  const path = relative(root, layout.manifest(root, run, revision));
  if (manifest === null) tell({ kind: 'missing', path, detail: 'a published revision without its manifest' });
  else for (const detail of contradictions(run, revision, manifest, recorded)) tell({ kind: 'changed', path, detail });
  for (const { name } of await entriesOf(layout.revision(root, run, revision))) {
    const known = name === 'manifest.json' || manifest === null || name === manifest.file.name;
    if (!known) tellForeign(root, join(layout.revision(root, run, revision), name), tell);
  }
  return manifest;
}

/** Compares a file with its manifest. One that is missing may have expired, even while we looked. */
async function verifyFile(
  archive: Archive,
  run: RunId,
  kept: Pick<Manifest, 'file' | 'revision'> & { readonly path: string },
  tell: TellDrift,
): Promise<'same' | 'expired' | 'drifted'> {
  const path = relative(archive.root, kept.path);
  const compared = await compareFile(kept.path, kept);
  switch (compared.kind) {
    case 'same':
      return 'same';
    case 'changed':
      tell({ kind: 'changed', path, detail: compared.detail });
      return 'drifted';
    case 'unreadable':
      tell({ kind: 'damaged', path, detail: compared.detail });
      return 'drifted';
    case 'missing':
      if (await hasExpired(archive, run, kept.revision)) return 'expired';
      tell({ kind: 'missing', path, detail: 'its manifest is there, the file is not' });
      return 'drifted';
  }
}

/** A record that is damaged says nothing, and is told elsewhere. */
async function hasExpired(archive: Archive, run: RunId, revision: number): Promise<boolean> {
  const status = await readOrTell(archive.root, archive.status(run), () => undefined);
  return expiryOf(status, revision) !== null;
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

/** `delivered`: the revision that everyone has, and of which so each target has a ledger. */
async function verifyDeliveries(
  archive: Archive,
  run: RunId,
  delivered: number | null,
  tell: TellDrift,
): Promise<void> {
  const folder = layout.deliveries(archive.root, run);
  for (const { name } of await entriesOf(folder)) {
    const ledger = ledgerOf(name);
    const sealed = sealedOf(name);
    if (ledger !== null) await readOrTell(archive.root, archive.deliveries(run, ledger.revision, ledger.target), tell);
    else if (sealed !== null) await verifySealed(archive, run, sealed, tell);
    else tellForeign(archive.root, join(folder, name), tell);
  }
  if (delivered === null) return;
  const known = await archive.ledgers(run);
  for (const { revision, target } of askedDeliveries(await archive.history(run))) {
    if (revision !== delivered) continue;
    if (known.some((ledger) => ledger.revision === revision && ledger.target === target)) continue;
    const path = relative(archive.root, layout.delivery(archive.root, run, revision, target));
    tell({ kind: 'missing', path, detail: 'the run is delivered, the ledger is not there' });
  }
}

/** Compares an encrypted copy with its manifest, as a published file is. */
async function verifySealed(archive: Archive, run: RunId, of: SealedName, tell: TellDrift): Promise<void> {
  const { root, sealed } = archive;
  const manifest = await readOrTell(root, sealed.find(run, of), tell);
  if (manifest === undefined) return;
  const path = relative(root, join(layout.sealed(root, run, of), 'manifest.json'));
  if (manifest === null) tell({ kind: 'missing', path, detail: 'an encrypted copy without its manifest' });
  else await verifyFile(archive, run, { ...manifest, path: sealed.path(run, manifest) }, tell);
}

function isOurs(entry: string): boolean {
  return entry === 'run.jsonl' || entry === 'deliveries' || isLeftover(entry);
}

export function tellForeign(root: string, path: string, tell: TellDrift): void {
  tell({ kind: 'foreign', path: relative(root, path), detail: 'nothing of the archive is kept here under this name' });
}
