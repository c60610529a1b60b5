import { epochMs } from '../lib/clock.ts';
import { tellOutcome } from '../processors/tell-outcome.ts';
import { eachApart } from './each-apart.ts';
import type { SchedulerDeps } from './reconcile.ts';

/** The longest that whoever recorded an end may take to tell it. */
const TELLING_MS = 120_000;

/**
 * Tells what a process recorded and died before it told the operators, or whose mail did not leave. After the first mail
 * that does not leave the others wait for the next look: each of them would cost its time-out.
 */
export async function tellForgotten(deps: SchedulerDeps): Promise<void> {
  let away = false;
  await eachApart(await deps.archive.openRuns(), deps.logger, async (run) => {
    if (away) return;
    const status = await deps.archive.status(run);
    if (status === null || status.untold === null) return;
    if (deps.clock.now().epochMilliseconds - epochMs(status.since) < TELLING_MS) return;
    away = !(await tellOutcome(run, deps));
  });
}
