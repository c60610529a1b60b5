import { ArchiveDamaged } from '../errors/archive-errors.ts';
import type { Archive } from './archive.ts';
import { type RunId, parseRunId } from './run-id.ts';
import { type RunStatus, isOpen } from './run-state.ts';

export interface OpenRun {
  readonly run: RunId;
  readonly status: RunStatus;
}

/** The runs of an export that are somebody's work in progress; one whose record cannot be read is left out. */
export async function openRunsOf(exportId: string, archive: Archive): Promise<OpenRun[]> {
  const found: OpenRun[] = [];
  for (const run of await archive.openRuns()) {
    const status = parseRunId(run).exportId === exportId ? await readableStatus(run, archive) : null;
    if (status !== null && isOpen(status.state)) found.push({ run, status });
  }
  return found;
}

async function readableStatus(run: RunId, archive: Archive): Promise<RunStatus | null> {
  try {
    return await archive.status(run);
  } catch (error) {
    if (error instanceof ArchiveDamaged) return null;
    throw error;
  }
}
