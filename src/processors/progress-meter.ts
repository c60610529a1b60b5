import type { Clock } from '../lib/clock.ts';
import type { BuildPhase } from '../lib/exports/making/build-artifact.ts';
import type { Attempt } from './attempt.ts';

const STEP_MS = 1000;

/** Passes a build's progress on, at most once a second within a phase, and logs how long each phase took. */
export function progressMeter(attempt: Attempt, clock: Clock): (phase: BuildPhase, rows: number) => void {
  let current: BuildPhase | null = null;
  let begunMs = 0;
  let toldMs = 0;
  return (phase, rows) => {
    const nowMs = clock.monotonicMs();
    if (phase !== current) {
      if (current !== null) attempt.log(`${current}: ${rows} rows, ${Math.round(nowMs - begunMs)} ms`);
      current = phase;
      begunMs = nowMs;
      toldMs = nowMs;
    } else if (nowMs - toldMs < STEP_MS) {
      return;
    }
    toldMs = nowMs;
    const seconds = (nowMs - begunMs) / 1000;
    attempt.progress({ phase, rows, rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0 });
  };
}
