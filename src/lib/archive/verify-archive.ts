import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSystemError } from '../errors/file-system.ts';
import type { Archive } from './archive.ts';
import { type TellDrift, readOrTell } from './drift.ts';
import { entriesOf } from './entries.ts';
import { readExportFacts } from './export-facts.ts';
import { isLeftover, layout, runOfMarker } from './layout.ts';
import { isRunId } from './run-id.ts';
import { tellForeign, type VerifiedRun, verifyRun } from './verify-run.ts';

/** The part of an archive that is looked at; absent: all of it. */
export interface VerifyScope {
  readonly operation?: string;
  /** `operation/export`. */
  readonly export?: string;
  /** Only runs of which something was recorded since then: an ISO instant. */
  readonly since?: string;
}

/** What was looked at. */
export interface Verified extends VerifiedRun {
  readonly runs: number;
}

/** Entries of the archive's own folder that are ours, beside those of operations. */
const OWN = /^\.(open|self-test-.+)$/;

/**
 * Compares every document and file of an archive with what the archive says of itself; each drift is told when it is
 * found. Reads one file at a time, in parts. Nothing is changed, and runs may go on meanwhile.
 */
export async function verifyArchive(archive: Archive, scope: VerifyScope, tell: TellDrift): Promise<Verified> {
  const { root } = archive;
  await lstat(root).catch((error: unknown) => {
    throw fileSystemError(root, error);
  });
  const total = { runs: 0, files: 0, bytes: 0, expired: 0 };
  for await (const exportId of exportsIn(root, scope, tell)) {
    await readOrTell(root, readExportFacts(root, exportId), tell);
    for await (const run of runsIn(archive, exportId, tell)) {
      const status = await readOrTell(root, archive.status(run), tell);
      if (scope.since !== undefined && status !== undefined && (status?.since ?? '') < scope.since) continue;
      const { files, bytes, expired } = await verifyRun(archive, run, status, tell);
      total.runs++;
      total.files += files;
      total.bytes += bytes;
      total.expired += expired;
    }
  }
  return total;
}

/** Ids of the exports in scope; what is no export's is told where everything is looked at. */
async function* exportsIn(root: string, scope: VerifyScope, tell: TellDrift): AsyncGenerator<string> {
  if (scope.export !== undefined) {
    yield scope.export;
    return;
  }
  const operations = scope.operation === undefined ? await operationsIn(root, tell) : [scope.operation];
  for (const operation of operations) {
    for (const entry of await entriesOf(join(root, operation))) {
      if (entry.isDirectory() && isRunId(`${operation}/${entry.name}/any`)) yield `${operation}/${entry.name}`;
      else tellForeign(root, join(root, operation, entry.name), tell);
    }
  }
}

async function operationsIn(root: string, tell: TellDrift): Promise<string[]> {
  for (const { name } of await entriesOf(layout.openRuns(root)))
    if (runOfMarker(name) === null) tellForeign(root, join(layout.openRuns(root), name), tell);
  const entries = (await entriesOf(root)).filter(({ name }) => !OWN.test(name));
  for (const { name } of entries.filter((entry) => !entry.isDirectory() || !isRunId(`${entry.name}/any/any`)))
    tellForeign(root, join(root, name), tell);
  return entries.filter((entry) => entry.isDirectory() && isRunId(`${entry.name}/any/any`)).map(({ name }) => name);
}

async function* runsIn(archive: Archive, exportId: string, tell: TellDrift) {
  const folder = join(archive.root, ...exportId.split('/'));
  for (const entry of await entriesOf(folder)) {
    const run = `${exportId}/${entry.name}`;
    if (entry.isDirectory() && isRunId(run)) yield run;
    else if (entry.name !== 'export.json' && !isLeftover(entry.name))
      tellForeign(archive.root, join(folder, entry.name), tell);
  }
}
