import type { Archive } from '../lib/archive/archive.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { RunState, RunStatus } from '../lib/archive/run-state.ts';
import type { Output } from './output.ts';
import { reportOf } from './run-report.ts';
import { bytesText, countText, table } from './table.ts';

export interface RunsOptions {
  readonly export?: string;
  readonly state?: RunState;
  readonly limit: number;
  readonly json?: boolean;
}

interface Known {
  readonly run: RunId;
  readonly status: RunStatus;
}

/** `bordereau runs`: what the archive knows, newest first. */
export async function listRuns(archive: Archive, options: RunsOptions, output: Output): Promise<void> {
  const known = await knownRuns(archive, options);
  const shown = known.sort((a, b) => b.status.since.localeCompare(a.status.since)).slice(0, options.limit);
  if (options.json === true) {
    for (const { run, status } of shown)
      output.line(JSON.stringify({ ...reportOf(archive, run, status), since: status.since }));
    return;
  }
  if (shown.length === 0) output.line('No run yet.');
  else
    for (const line of table([['run', 'state', 'since (UTC)', 'rows', 'size', 'why'], ...shown.map(row)], [3, 4]))
      output.line(line);
  if (known.length > shown.length) output.note(`${known.length - shown.length} more: --limit shows them.`);
}

async function knownRuns(archive: Archive, { export: only, state }: RunsOptions): Promise<Known[]> {
  const exports = only === undefined ? await archive.recordedExports() : [only];
  const known: Known[] = [];
  for (const exportId of exports) {
    for (const run of await archive.runsOf(exportId)) {
      const status = await archive.status(run);
      if (status !== null && (state === undefined || status.state === state)) known.push({ run, status });
    }
  }
  return known;
}

function row({ run, status }: Known): string[] {
  const newest = status.published.at(-1);
  const size = newest === undefined ? ['', ''] : [countText(newest.rows), bytesText(newest.bytes)];
  return [run, status.state, status.since.slice(0, 19).replace('T', ' '), ...size, (status.why ?? '').slice(0, 80)];
}
