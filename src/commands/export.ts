import { hostname, userInfo } from 'node:os';
import { makeRunId, type RunId } from '../lib/archive/run-id.ts';
import type { Trigger } from '../lib/archive/run-event.ts';
import { isOpen } from '../lib/archive/run-state.ts';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { requestedScope, type RunRequest, type RunScope } from '../lib/exports/making/run-scope.ts';
import type { Engine } from '../processes/engine.ts';
import { dryRun, type Scoped } from './dry-run.ts';
import type { ExportOptions } from './export-options.ts';
import { type Output, shortPath } from './output.ts';
import { requestsOfFile } from './params-file.ts';
import { runInline } from './run-inline.ts';
import { type RunReport, reportRun } from './run-report.ts';
import { runQueued } from './run-queued.ts';
import { selectExports } from './select-exports.ts';
import { bytesText, countText } from './table.ts';

/** A run a person asks for. */
export interface AskedRun {
  readonly run: RunId;
  readonly definition: ExportDefinition;
  readonly scope: RunScope;
  readonly revision: number;
  /** The run has a record and is to be made again: after a failure, or as a new revision. */
  readonly again: boolean;
  readonly trigger: Trigger;
  readonly why: string | null;
}

const HELD = new Set(['held', 'queued', 'waiting', 'building', 'delivering', 'delivered', 'skipped']);

/** `bordereau export`: makes or queues runs by hand. Gives the exit code: 1 when one of them failed. */
export async function exportCommand(
  names: readonly string[],
  options: ExportOptions,
  engine: Engine,
  output: Output,
): Promise<number> {
  const definitions = selectExports(engine.registry, names, options.month === undefined ? 'daily' : 'monthly');
  const scopes = (await Promise.all(definitions.map((definition) => scopesOf(definition, options)))).flat();
  if (options.dryRun === true) return await dryRun(scopes, options, engine, output);
  if (options.limit !== undefined) throw refuse('--limit', '--dry-run beside it: a shortened file is not published');
  const asked: AskedRun[] = [];
  const settled: RunId[] = [];
  for (const { definition, scope } of scopes) {
    const run = makeRunId(definition.id, scope.intervalId);
    const wanted = await plan(run, definition, scope, options, engine);
    if (wanted === null) settled.push(run);
    else asked.push(wanted);
  }
  const made =
    options.inline === true ? await runInline(asked, engine) : await runQueued(asked, options.wait === true, engine);
  const already = await Promise.all(settled.map((run) => reportRun(engine.archive, run)));
  for (const report of already) tell(report, options, output, 'already ');
  for (const report of made) tell(report, options, output);
  return [...already, ...made].every(({ state }) => HELD.has(state)) ? 0 : 1;
}

async function scopesOf(definition: ExportDefinition, options: ExportOptions): Promise<Scoped[]> {
  const { paramsFile } = options;
  const requests = paramsFile === undefined ? requestsOf(options) : await requestsOfFile(definition, paramsFile);
  return requests.map((request) => ({ definition, scope: requestedScope(definition, request) }));
}

function requestsOf({ date, month, param }: ExportOptions): RunRequest[] {
  const interval = { ...(date === undefined ? {} : { date }), ...(month === undefined ? {} : { month }) };
  return param === undefined ? [interval] : param.map((params) => ({ ...interval, params }));
}

/** What is to be done for a run; null when there is nothing: it is under way or published. */
async function plan(
  run: RunId,
  definition: ExportDefinition,
  scope: RunScope,
  { again = false, why, param = [], paramsFile }: ExportOptions,
  { archive }: Engine,
): Promise<AskedRun | null> {
  const status = await archive.status(run);
  // A whole list of values goes where it does not keep a morning waiting.
  const isList = paramsFile !== undefined || param.length > 1;
  const trigger = (byHand: Trigger): Trigger => (isList ? 'event' : byHand);
  const asked = { run, definition, scope, why: why ?? null, again: false, trigger: trigger('manual') };
  if (status === null) return { ...asked, revision: 1 };
  if (isOpen(status.state)) return { ...asked, revision: status.revision };
  const published = status.published.at(-1)?.revision ?? 0;
  const once = { ...asked, again: true, trigger: trigger('rerun') };
  if (published === 0) return { ...once, revision: status.revision };
  if (!again) return null;
  if (why === undefined)
    throw refuse('--again', '--why beside it: a new revision replaces a file that people may have');
  return { ...once, revision: published + 1, why: `${why} (${userInfo().username}@${hostname()})` };
}

function tell(report: RunReport, { json = false }: ExportOptions, output: Output, prefix = ''): void {
  if (json) {
    output.line(JSON.stringify(report));
    return;
  }
  const { run, state, file, rows, bytes, sha256, why } = report;
  const facts =
    file === null
      ? []
      : [
          `${countText(rows ?? 0)} rows`,
          bytesText(bytes ?? 0),
          `sha256 ${sha256?.slice(0, 12) ?? ''}`,
          shortPath(file),
        ];
  output.line([`${run}: ${prefix}${state}`, ...facts, ...(why === null ? [] : [why])].join(' · '));
}

function refuse(got: string, expected: string): BadRunRequest {
  return new BadRunRequest({ where: 'export', got, expected });
}
