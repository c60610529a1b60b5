import { join } from 'node:path';
import type { Archive } from '../lib/archive/archive.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { RunStatus } from '../lib/archive/run-state.ts';

/** What a command says of a run; `--json` prints it as it is. */
export interface RunReport {
  readonly run: RunId;
  readonly state: string;
  readonly revision: number;
  /** Absolute path of the newest published file; null when there is none, or it has expired. */
  readonly file: string | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly durationMs: number | null;
  readonly why: string | null;
}

export async function reportRun(archive: Archive, run: RunId): Promise<RunReport> {
  return reportOf(archive, run, await archive.status(run));
}

export function reportOf(archive: Archive, run: RunId, status: RunStatus | null): RunReport {
  const newest = status?.published.at(-1);
  return {
    run,
    state: status?.state ?? 'unknown',
    revision: status?.revision ?? 0,
    file:
      newest === undefined || newest.expiredAt !== null
        ? null
        : join(archive.root, ...run.split('/'), `r${newest.revision}`, newest.file),
    rows: newest?.rows ?? null,
    bytes: newest?.bytes ?? null,
    sha256: newest?.sha256 ?? null,
    durationMs: newest?.durationMs ?? null,
    why: status?.why ?? null,
  };
}
