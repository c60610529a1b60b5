import type { BuildPhase } from '../lib/exports/build-artifact.ts';

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
