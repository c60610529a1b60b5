import { lstat } from 'node:fs/promises';
import { Temporal } from 'temporal-polyfill';
import type { Archive } from '../lib/archive/archive.ts';
import type { Manifest } from '../lib/archive/manifest.ts';
import type { RunEvent } from '../lib/archive/run-event.ts';
import { type RunId, parseRunId } from '../lib/archive/run-id.ts';
import { expiryOf, foldRun, mayExpire } from '../lib/archive/run-state.ts';
import { type Clock, epochMs } from '../lib/clock.ts';
import { ArchiveDamaged } from '../lib/errors/archive-errors.ts';
import type { Registry } from '../lib/exports/definition.ts';
import { keepOf } from '../lib/exports/retention.ts';

/** What expiry works with. */
export interface ExpiryDeps {
  readonly archive: Archive;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly actor: string;
}

/** A published file whose time is up. */
export interface DueFile {
  readonly run: RunId;
  readonly manifest: Manifest;
  /** Days it was to be kept. */
  readonly days: number;
}

/** What became of it: `in use`: its run was taken up again meanwhile; `not ours`: what lies there was not published. */
export type Expiry = 'removed' | 'gone' | 'in use' | 'not ours';

/**
 * The published files of these exports whose time is up, and those that a sweep which died left in place. Never those of a
 * run that is at work or held for a person. A run that cannot be read is passed over: `archive verify` tells it.
 */
export async function* dueFiles(exports: readonly string[], deps: ExpiryDeps): AsyncGenerator<DueFile> {
  for (const exportId of exports) {
    for (const run of await deps.archive.runsOf(exportId)) {
      for (const file of await readable(dueFilesOf(run, deps), [])) yield file;
    }
  }
}

async function dueFilesOf(run: RunId, { archive, registry, clock }: ExpiryDeps): Promise<DueFile[]> {
  const events = await archive.history(run);
  const status = foldRun(events);
  if (status === null || !mayExpire(status.state)) return [];
  const owner = registry.get(parseRunId(run).exportId);
  const due: DueFile[] = [];
  for (const { revision, expiredAt } of status.published) {
    const manifest = await archive.manifest(run, revision);
    if (manifest === null || !(await isThere(archive.artifactPath(run, manifest)))) continue;
    const { days } = keepOf(owner, manifest.personalData);
    const until = lastUse(events, revision).add({ hours: 24 * days });
    if (expiredAt !== null || Temporal.Instant.compare(until, clock.now()) <= 0) due.push({ run, manifest, days });
  }
  return due;
}

/**
 * Removes a file whose time is up. The record says so first; whether that counts is decided by its place among the other
 * lines of the record, so of an expiry and somebody who takes the run up again exactly one comes first, and both know which.
 */
export async function expireFile({ run, manifest, days }: DueFile, deps: ExpiryDeps): Promise<Expiry> {
  const { archive, clock, actor } = deps;
  const { revision } = manifest;
  if (!(await isExpired(run, revision, archive))) {
    const why = `kept for ${days} days`;
    await archive.record(run, { at: clock.now().toString(), by: actor, event: 'expired', revision, why });
  }
  if (!(await isExpired(run, revision, archive))) return 'in use';
  return await archive.removeArtifact(run, manifest);
}

async function isExpired(run: RunId, revision: number, archive: Archive): Promise<boolean> {
  return expiryOf(await archive.status(run), revision) !== null;
}

/** When the file was last published, sent or decided on. */
function lastUse(events: readonly RunEvent[], revision: number): Temporal.Instant {
  const uses = events.filter((event) => 'revision' in event && event.revision === revision);
  return Temporal.Instant.fromEpochMilliseconds(Math.max(...uses.map(({ at }) => epochMs(at))));
}

async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}

async function readable<Result>(read: Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ArchiveDamaged) return otherwise;
    throw error;
  }
}
