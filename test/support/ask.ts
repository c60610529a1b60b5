import type { AskedRun } from '../../src/commands/export.ts';
import { makeRunId } from '../../src/lib/archive/run-id.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { type RunRequest, requestedScope } from '../../src/lib/exports/making/run-scope.ts';
import type { Engine } from '../../src/processes/engine.ts';

/** A run of an export as a person asks for it. */
export function askFor(engine: Engine, exportId: string, request: RunRequest = { date: '2013-07-25' }): AskedRun {
  const definition = findExport(engine.registry, exportId);
  const scope = requestedScope(definition, request);
  return {
    run: makeRunId(exportId, scope.intervalId),
    definition,
    scope,
    revision: 1,
    again: false,
    trigger: 'manual',
    why: null,
  };
}
