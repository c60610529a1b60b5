import { randomBytes } from 'node:crypto';
import type { RunId } from '../lib/archive/run-id.ts';
import { typedError } from '../lib/errors/typed-error.ts';
import type { Attempt } from '../processors/attempt.ts';
import { processDelivery, recordDeliveryFailure } from '../processors/deliver.ts';
import { recordDelivering } from '../processors/request-deliveries.ts';
import type { RunDeps } from '../processors/run-deps.ts';
import { processRun } from '../processors/run.ts';
import { settleRun } from '../processors/settle-run.ts';
import { tellOutcome } from '../processors/tell-outcome.ts';
import { type Engine, runDeps } from '../processes/engine.ts';
import type { AskedRun } from './export.ts';
import { type RunReport, reportRun } from './run-report.ts';

/** Makes runs in this process, one after the other, without Redis: one attempt each, deliveries included. */
export async function runInline(asked: readonly AskedRun[], engine: Engine): Promise<RunReport[]> {
  const deps = inlineDeps(engine);
  const reports: RunReport[] = [];
  for (const wanted of asked) {
    await runOnce(wanted, deps);
    reports.push(await reportRun(engine.archive, wanted.run));
  }
  return reports;
}

async function runOnce({ run, revision, again, trigger, why }: AskedRun, deps: RunDeps): Promise<void> {
  const attempt = inlineAttempt(deps);
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  const asked = { ...stamp, event: 'queued', revision, trigger, late: false, why } as const;
  if (again) await deps.archive.record(run, asked);
  else await deps.archive.recordFirst(run, asked);
  try {
    await processRun({ v: 1, runId: run, revision, trigger, late: false, giveUpAt: null, why }, attempt, deps);
  } catch (error) {
    const { code, message, retry, details } = typedError(run, error);
    deps.logger.error({ ...details.facts, runId: run, code, error: message }, 'attempt failed');
    const at = deps.clock.now().toString();
    await deps.archive.record(run, {
      at,
      by: deps.actor,
      event: 'failed',
      token: attempt.token,
      error: { code, message, retry },
    });
    await tellOutcome(run, deps);
  }
}

function inlineDeps(engine: Engine): RunDeps {
  const deps: RunDeps = runDeps(engine, async (run, revision, targets) => {
    await recordDelivering(engine, run, revision, targets);
    for (const target of targets) await deliverOnce(run, revision, target, deps);
    if (targets.length === 0) await settleRun(run, revision, deps);
  });
  return deps;
}

async function deliverOnce(run: RunId, revision: number, target: string, deps: RunDeps): Promise<void> {
  const payload = { v: 1, runId: run, revision, target } as const;
  try {
    await processDelivery(payload, inlineAttempt(deps), deps);
  } catch (error) {
    const { code, message } = typedError(run, error);
    await recordDeliveryFailure(payload, { code, message, final: true }, deps);
  }
}

/** An attempt that nobody else can take over: no lock, no board. */
function inlineAttempt({ logger }: RunDeps): Attempt {
  return {
    number: 1,
    token: `inline-${randomBytes(4).toString('hex')}`,
    signal: new AbortController().signal,
    fence: () => Promise.resolve(),
    takeTurn: () => Promise.resolve(null),
    passTurn: () => Promise.resolve(),
    progress: () => undefined,
    log: (line) => logger.info({ line }, 'progress'),
  };
}
