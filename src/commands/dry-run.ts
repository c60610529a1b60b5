import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildArtifact } from '../lib/exports/making/build-artifact.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { judge } from '../lib/exports/making/judge.ts';
import type { RunScope } from '../lib/exports/making/run-scope.ts';
import { renderFileName } from '../lib/formats/file-name.ts';
import { type Engine, runDeps } from '../processes/engine.ts';
import type { ExportOptions } from './export-options.ts';
import type { Output } from './output.ts';
import { bytesText, countText } from './table.ts';

/** An export with what its run is about. */
export interface Scoped {
  readonly definition: ExportDefinition;
  readonly scope: RunScope;
}

/** Builds and proves files in a temporary folder and throws them away: nothing is archived, recorded or delivered. */
export async function dryRun(
  scopes: readonly Scoped[],
  { limit, json = false }: ExportOptions,
  engine: Engine,
  output: Output,
): Promise<number> {
  const deps = runDeps(engine, () => Promise.resolve());
  for (const { definition, scope } of scopes) {
    const folder = await mkdtemp(join(tmpdir(), 'bordereau-dry-run-'));
    try {
      const name = renderFileName(definition.export.fileName, { ...scope, interval: scope.intervalId });
      const built = await buildArtifact({
        definition,
        scope,
        source: deps.source(definition.export.source),
        path: join(folder, name),
        signal: new AbortController().signal,
        clock: engine.clock,
        ...(limit === undefined ? {} : { limit }),
      });
      const { rows, durationMs, proof, written, tables } = built;
      const totals = tables.flatMap((table) => table.totals);
      const { counters, sheets } = written;
      const facts = { intervalId: scope.intervalId, rows, bytes: proof.bytes, sheets, totals, counters };
      const verdict = limit === undefined ? judge(definition.export.expect, facts, []).kind : 'not judged';
      const report = {
        export: definition.id,
        interval: scope.intervalId,
        state: 'dry run',
        file: name,
        rows,
        bytes: proof.bytes,
        sha256: proof.sha256,
        durationMs,
        verdict,
      };
      if (json) output.line(JSON.stringify(report));
      else {
        output.line(
          `${definition.id}/${scope.intervalId}: dry run · ${countText(rows)} rows · ${bytesText(proof.bytes)} · ${durationMs} ms · ${name} · ${verdict}`,
        );
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return 0;
}
