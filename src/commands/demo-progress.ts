import type { RunId } from '../lib/archive/run-id.ts';
import { isOpen, runStates, type RunStatus } from '../lib/archive/run-state.ts';
import { runJobId } from '../queues/job-id.ts';
import type { QueueSet } from '../queues/queue-set.ts';
import type { Output } from './output.ts';
import { countText } from './table.ts';

/** A run as it stands. */
export interface Seen {
  readonly run: RunId;
  readonly status: RunStatus | null;
}

/** An export of the demo with its runs as they stand. */
export interface SeenExport {
  readonly id: string;
  readonly runs: readonly Seen[];
}

type Show = (exports: readonly SeenExport[], queues: QueueSet) => Promise<void>;

/** Shows exports under way: a block that redraws itself in a terminal, a line for each change elsewhere. */
export function showProgress(output: Output): Show {
  return output.live ? redraw(output) : lines(output);
}

function redraw(output: Output): Show {
  let drawn = 0;
  return async (exports, queues) => {
    const block = await Promise.all(exports.map(async (seen) => `  ${mark(seen)} ${await textOf(seen, queues)}`));
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
    output.write(up + block.map((line) => `\u001b[2K${line}\n`).join(''));
    drawn = block.length;
  };
}

function lines(output: Output): Show {
  const told = new Map<string, string>();
  return async (exports, queues) => {
    for (const seen of exports) {
      const step = stepOf(seen);
      if (told.get(seen.id) === step) continue;
      told.set(seen.id, step);
      output.line(`  ${await textOf(seen, queues)}`);
    }
  };
}

/** A line is due at each new state of an only run, and at each quarter of many. */
function stepOf({ runs }: SeenExport): string {
  const [only, ...others] = runs;
  if (others.length === 0) return only?.status?.state ?? 'queued';
  const ended = runs.filter(({ status }) => status !== null && !isOpen(status.state));
  return String(Math.floor((4 * ended.length) / runs.length));
}

async function textOf({ id, runs }: SeenExport, queues: QueueSet): Promise<string> {
  const [only, ...others] = runs;
  if (only !== undefined && others.length === 0) return `${only.run}: ${await detail(only, queues)}`;
  return `${id}: ${countedStates(runs.map(({ status }) => status?.state ?? 'queued'))}`;
}

/** `8 queued, 1 building, 31 delivered`. */
export function countedStates(states: readonly string[]): string {
  const kinds = runStates.filter((state) => states.includes(state));
  return kinds.map((kind) => `${states.filter((state) => state === kind).length} ${kind}`).join(', ');
}

function mark({ runs }: SeenExport): string {
  const marks = new Set(runs.map(marked));
  return ['✘', '·', '‖'].find((each) => marks.has(each)) ?? '✔';
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
