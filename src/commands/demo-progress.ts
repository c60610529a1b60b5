import type { RunId } from '../lib/archive/run-id.ts';
import type { RunStatus } from '../lib/archive/run-state.ts';
import { runJobId } from '../queues/job-id.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import type { Output } from './output.ts';
import { countText } from './table.ts';

interface Seen {
  readonly run: RunId;
  readonly status: RunStatus | null;
}

/** Shows runs under way: a block that redraws itself in a terminal, a line for each change elsewhere. */
export function showProgress(output: Output): (runs: readonly Seen[], queues: QueueSet) => Promise<void> {
  return output.live ? redraw(output) : lines(output);
}

function redraw(output: Output): (runs: readonly Seen[], queues: QueueSet) => Promise<void> {
  let drawn = 0;
  return async (runs, queues) => {
    const block = await Promise.all(
      runs.map(async (seen) => `  ${marked(seen)} ${seen.run}  ${await detail(seen, queues)}`),
    );
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
    output.write(up + block.map((line) => `\u001b[2K${line}\n`).join(''));
    drawn = block.length;
  };
}

function lines(output: Output): (runs: readonly Seen[], queues: QueueSet) => Promise<void> {
  const told = new Map<RunId, string>();
  return async (runs, queues) => {
    for (const seen of runs) {
      const state = seen.status?.state ?? 'queued';
      if (told.get(seen.run) === state) continue;
      told.set(seen.run, state);
      output.line(`  ${seen.run}: ${await detail(seen, queues)}`);
    }
  };
}

function marked({ status }: Seen): string {
  switch (status?.state) {
    case 'delivered':
    case 'skipped':
      return '✔';
    case 'failed':
    case 'partial':
    case 'missed':
    case 'cancelled':
      return '✘';
    case 'held':
      return '‖';
    case 'waiting':
    case 'queued':
    case 'building':
    case 'delivering':
    case undefined:
      return '·';
  }
}

async function detail({ run, status }: Seen, queues: QueueSet): Promise<string> {
  if (status === null) return 'queued';
  const newest = status.published.at(-1);
  if (status.state === 'building') return await buildingDetail(run, status.revision, queues);
  const rows = newest === undefined ? '' : `, ${countText(newest.rows)} rows`;
  return `${status.state}${rows}${status.why === null ? '' : `, ${status.why}`}`;
}

async function buildingDetail(run: RunId, revision: number, queues: QueueSet): Promise<string> {
  const job = await queues.byName.runs.getJob(runJobId(run, revision));
  const progress: unknown = job?.progress;
  if (typeof progress !== 'object' || progress === null || !('phase' in progress) || !('rows' in progress))
    return 'building';
  return `${String(progress.phase)}, ${countText(Number(progress.rows))} rows`;
}
