import { existsSync } from 'node:fs';
import type { Archive } from '../lib/archive/archive.ts';
import { refuseExpired } from '../lib/archive/refuse-expired.ts';
import { type RunId, isRunId } from '../lib/archive/run-id.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { shortPath } from './output.ts';

/** One of two files that are compared. */
export interface DiffSide {
  readonly path: string;
  /** What a person calls it: a path, or a run with its revision. */
  readonly name: string;
}

/** A file by its path, or by its run: the revision that was last delivered, else the last one that was published. */
export async function diffSide(text: string, archive: Archive): Promise<DiffSide> {
  if (existsSync(text) || !isRunId(text)) return { path: text, name: shortPath(text) };
  const revision = await lastDelivered(text, archive);
  await refuseExpired(archive, text, revision);
  const manifest = await archive.manifest(text, revision);
  if (manifest === null) throw unpublished(text);
  return { path: archive.artifactPath(text, manifest), name: `${text} r${revision}` };
}

async function lastDelivered(run: RunId, archive: Archive): Promise<number> {
  const events = await archive.history(run);
  const delivered = events.findLast(({ event }) => event === 'delivered' || event === 'partial');
  if (delivered !== undefined && 'revision' in delivered) return delivered.revision;
  const published = (await archive.status(run))?.published.at(-1);
  if (published === undefined) throw unpublished(run);
  return published.revision;
}

function unpublished(run: RunId): BadRunRequest {
  return new BadRunRequest({ where: run, got: 'neither a file nor a run with one', expected: 'a file, or a run' });
}
