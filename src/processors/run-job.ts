import type { Manifest } from '../lib/archive/manifest.ts';
import { asRunId, parseRunId } from '../lib/archive/run-id.ts';
import { epochMs } from '../lib/clock.ts';
import { RunTimeout } from '../lib/errors/queue-errors.ts';
import { type RetryRule, runRetries } from '../lib/retry.ts';
import { catalogue } from '../queues/catalogue.ts';
import type { JobKind } from './host.ts';
import type { RunDeps } from './run-deps.ts';
import { processRun } from './run.ts';
import { tellOutcome } from './tell-outcome.ts';

const MINUTE_MS = 60_000;

/** The jobs of the queue `backlog`: runs like those of `runs`, one at a time. */
export function backlogJobs(deps: RunDeps, retries?: RetryRule): JobKind<'backlog'> {
  return { ...runJobs(deps, catalogue.backlog.concurrency, retries), queue: 'backlog' };
}

/** The jobs of the queue `runs`: what is recorded when a run waits, fails or is handed back. */
export function runJobs(deps: RunDeps, concurrency: number, retries: RetryRule = runRetries): JobKind<'runs'> {
  const stamp = (): { at: string; by: string } => ({ at: deps.clock.now().toString(), by: deps.actor });
  return {
    queue: 'runs',
    concurrency,
    retries,
    async process(payload, attempt) {
      const outcome = await processRun(payload, attempt, deps);
      switch (outcome.kind) {
        case 'published':
          return { summary: summaryOf(outcome.manifest) };
        case 'nothing':
          return { summary: { why: outcome.why } };
        case 'waiting':
          return { againAtMs: outcome.untilMs };
      }
    },
    timeout(payload) {
      const { exportId } = parseRunId(payload.runId);
      const minutes = deps.registry.get(exportId)?.export.timeoutMinutes;
      if (minutes === undefined) return null;
      const got = `an attempt of more than ${minutes} minutes`;
      return {
        ms: minutes * MINUTE_MS,
        error: new RunTimeout({ where: payload.runId, got, expected: 'less (timeoutMinutes)' }),
      };
    },
    giveUpAtMs: ({ giveUpAt }) => (giveUpAt === null ? null : epochMs(giveUpAt)),
    async failed(payload, { token }, { code, message, retry }, nextAtMs) {
      const error = { code, message, retry };
      const run = asRunId(payload.runId);
      if (code === 'RUN_LOST' || code === 'BAD_JOB_DATA') return;
      await deps.archive.record(
        run,
        nextAtMs === null
          ? { ...stamp(), event: 'failed', token, error }
          : { ...stamp(), event: 'retrying', token, error },
      );
      if (nextAtMs === null) await tellOutcome(run, deps);
    },
    async interrupted(payload, { token }) {
      await deps.archive.record(asRunId(payload.runId), {
        ...stamp(),
        event: 'interrupted',
        token,
        why: 'the worker shuts down',
      });
    },
  };
}

function summaryOf({ revision, file, rows, durationMs }: Manifest): Record<string, string | number> {
  return { revision, file: file.name, rows, bytes: file.bytes, sha256: file.sha256, durationMs };
}
