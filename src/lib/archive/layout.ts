import { join } from 'node:path';
import { type RunId, isRunId } from './run-id.ts';

/** Where things are in an archive; docs/archive.md shows the same as a tree. */
export const layout = {
  run: (root: string, run: RunId): string => join(root, ...run.split('/')),
  record: (root: string, run: RunId): string => join(layout.run(root, run), 'run.jsonl'),
  revision: (root: string, run: RunId, revision: number): string => join(layout.run(root, run), `r${revision}`),
  manifest: (root: string, run: RunId, revision: number): string =>
    join(layout.revision(root, run, revision), 'manifest.json'),
  workspace: (root: string, run: RunId, revision: number, token: string): string =>
    join(layout.run(root, run), `.r${revision}.${token}.part`),
  deliveries: (root: string, run: RunId): string => join(layout.run(root, run), 'deliveries'),
  delivery: (root: string, run: RunId, revision: number, target: string): string =>
    join(layout.deliveries(root, run), `r${revision}.${target}.jsonl`),
  sealed: (root: string, run: RunId, { revision, target, seal }: SealedName): string =>
    join(layout.deliveries(root, run), `r${revision}.${target}.${seal}`),
  exportFacts: (root: string, exportId: string): string => join(root, ...exportId.split('/'), 'export.json'),
  openRuns: (root: string): string => join(root, '.open'),
  openRun: (root: string, run: RunId): string => join(layout.openRuns(root), run.replaceAll('/', '~')),
} as const;

/** The run an entry of the folder of open runs stands for; null for an entry that is not ours. */
export function runOfMarker(entry: string): RunId | null {
  const id = entry.replaceAll('~', '/');
  return isRunId(id) ? id : null;
}

/** What a process left in a run's folder when it died: the folder of an attempt, or a document half written. */
export function isLeftover(entry: string): boolean {
  return /^\.(r\d+\..+\.part|[0-9a-f-]{36}\.tmp)$/.test(entry);
}

/** The delivery that a ledger is of; the trials of a target have one of their own, `<target>.trials`. */
export interface LedgerName {
  readonly revision: number;
  readonly target: string;
}

/** What the name of a ledger says; null for a file that is none. */
export function ledgerOf(entry: string): LedgerName | null {
  const [, revision, target] = /^r([1-9]\d*)\.([a-z][a-z0-9-]*(?:\.trials)?)\.jsonl$/.exec(entry) ?? [];
  return revision === undefined || target === undefined ? null : { revision: Number(revision), target };
}

/** The encrypted copy of a revision for a target, and what it is sealed with. */
export interface SealedName extends LedgerName {
  readonly seal: string;
}

/** What the name of the folder of an encrypted copy says; null for another. */
export function sealedOf(entry: string): SealedName | null {
  const [, revision, target, seal] = /^r([1-9]\d*)\.([a-z][a-z0-9-]*)\.((?:openpgp|zip)-[a-z0-9_]+)$/.exec(entry) ?? [];
  if (revision === undefined || target === undefined || seal === undefined) return null;
  return { revision: Number(revision), target, seal };
}
