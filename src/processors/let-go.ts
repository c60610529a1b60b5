import type { Manifest } from '../lib/archive/manifest.ts';
import { type RunId, parseRunId } from '../lib/archive/run-id.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { type Verdict, judge } from '../lib/exports/making/judge.ts';
import { volumeHistory } from '../lib/exports/making/volume-history.ts';
import type { Attempt } from './attempt.ts';
import { recordPublished } from './publish-run.ts';
import type { RunDeps } from './run-deps.ts';
import { tellOutcome } from './tell-outcome.ts';

const RELEASED: Verdict = { kind: 'send', why: null, warnings: [] };

/**
 * Judges a published file and delivers it, or holds or skips it; operators are told of what is held. What a person
 * released is not judged again. Published without a record of it, by a worker that died, it is recorded first.
 */
export async function letGo(
  run: RunId,
  definition: ExportDefinition,
  manifest: Manifest,
  attempt: Attempt,
  deps: RunDeps,
): Promise<void> {
  const { revision } = manifest;
  const stamp = { at: deps.clock.now().toString(), by: deps.actor };
  const events = await deps.archive.history(run);
  const has = (name: 'published' | 'released'): boolean =>
    events.some((event) => event.event === name && event.revision === revision);
  if (!has('published')) await recordPublished(run, manifest, attempt, deps);
  const { kind, why, warnings } = has('released') ? RELEASED : await verdictOn(definition, manifest, deps);
  if (warnings.length > 0) {
    await deps.archive.record(run, { ...stamp, event: 'warned', revision, warnings: [...warnings] });
    for (const warning of warnings) attempt.log(`warning: ${warning}`);
  }
  switch (kind) {
    case 'hold':
      await deps.archive.record(run, { ...stamp, event: 'held', revision, why: why ?? '' });
      await tellOutcome(run, deps);
      break;
    case 'skip':
      await deps.archive.record(run, { ...stamp, event: 'skipped', why: why ?? '' });
      break;
    case 'note':
    case 'send':
      await deps.deliver(run, revision, targetsFor(definition, kind));
      break;
  }
}

async function verdictOn(definition: ExportDefinition, manifest: Manifest, deps: RunDeps): Promise<Verdict> {
  const { expect } = definition.export;
  const history = expect.volume === undefined ? [] : await volumeHistory(manifest, deps.archive);
  const { rows, sheets, totals = [], counters, file } = manifest;
  const { intervalId } = parseRunId(manifest.runId);
  return judge(expect, { intervalId, rows, bytes: file.bytes, sheets, totals, counters }, history);
}

/** A note is words alone: only mails can carry it. */
function targetsFor({ export: made, operation }: ExportDefinition, kind: 'send' | 'note'): readonly string[] {
  return kind === 'send' ? made.deliver : made.deliver.filter((name) => operation.targets[name]?.kind === 'mail');
}
