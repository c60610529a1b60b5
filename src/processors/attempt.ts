import type { RunId } from '../lib/archive/run-id.ts';
import type { BuildPhase } from '../lib/exports/making/build-artifact.ts';
import type { QueuedRun } from '../queues/queue-run.ts';

/** One attempt at a job, as its processor sees it; the host makes it from the job, `--inline` from nothing. */
export interface Attempt {
  /** Counts from 1 and does not count waits. */
  readonly number: number;
  /** Names this attempt of this worker, in file names too: letters, digits and dashes. */
  readonly token: string;
  /** Aborts on shutdown, time-out or loss of the job; its reason is a typed error. */
  readonly signal: AbortSignal;
  /** Throws RunLost unless the job is still ours; to be asked right before anything that cannot be undone. */
  fence(): Promise<void>;
  /** Takes the export's turn until the attempt ends; null when it is ours, else the run whose turn it is. */
  takeTurn(exportId: string, run: RunId): Promise<RunId | null>;
  /** Ends the turn and wakes the job of the run that comes next. */
  passTurn(exportId: string, next: QueuedRun | null): Promise<void>;
  progress(progress: Progress): void;
  /** A line for the job's log on the board: no rows, no addresses. */
  log(line: string): void;
}

/** What the board shows of a run that is under way. */
export interface Progress {
  readonly phase: 'check' | BuildPhase | 'publish' | 'deliver';
  readonly rows: number;
  readonly rowsPerSecond: number;
}
