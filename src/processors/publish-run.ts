import { createHash } from 'node:crypto';
import type { Manifest } from '../lib/archive/manifest.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import { RunLost } from '../lib/errors/queue-errors.ts';
import { type BuiltArtifact, type BuiltTable, buildArtifact } from '../lib/exports/making/build-artifact.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { type PackedFile, packArtifact } from '../lib/exports/making/pack-artifact.ts';
import type { RunScope } from '../lib/exports/making/run-scope.ts';
import { renderFileName } from '../lib/formats/file-name.ts';
import type { Attempt } from './attempt.ts';
import type { RunDeps } from './run-deps.ts';
import { progressMeter } from './progress-meter.ts';

interface Wanted {
  readonly run: RunId;
  readonly definition: ExportDefinition;
  readonly scope: RunScope;
  readonly revision: number;
  readonly late: boolean;
  /** Why the data may be incomplete; null: it is complete. */
  readonly notReady: string | null;
}

/** Builds, proves and publishes one revision; gives the manifest that counts, another attempt's if that one was first. */
export async function publishRun(wanted: Wanted, attempt: Attempt, deps: RunDeps): Promise<Manifest> {
  const { run, definition, scope, revision } = wanted;
  const { archive, clock } = deps;
  const fileName = renderFileName(definition.export.fileName, { ...scope, interval: scope.intervalId });
  const workspace = await archive.workspace(run, revision, attempt.token);
  try {
    const meter = progressMeter(attempt, clock);
    const path = workspace.path(fileName);
    const source = deps.source(definition.export.source);
    const built = await buildArtifact({
      definition,
      scope,
      source,
      path,
      signal: attempt.signal,
      clock,
      onProgress: meter,
    });
    const { compress, password } = definition.export;
    const packing = { compress, password: password === null ? null : deps.filePassword(password) };
    const packed = await packArtifact(path, packing, attempt.signal);
    const manifest = describe(wanted, fileName, built, packed, attempt, deps);
    attempt.progress({ phase: 'publish', rows: built.rows, rowsPerSecond: 0 });
    await attempt.fence();
    if (!(await workspace.publish(manifest))) return await publishedByAnother(run, revision, deps);
    attempt.log(summary(manifest));
    return manifest;
  } finally {
    await workspace.discard();
  }
}

async function publishedByAnother(run: RunId, revision: number, deps: RunDeps): Promise<Manifest> {
  const theirs = await deps.archive.manifest(run, revision);
  if (theirs !== null) return theirs;
  throw new RunLost({ where: run, got: `revision ${revision} taken by another attempt`, expected: 'its manifest' });
}

/** Records that a revision is published: after the fact, so whoever finds it unrecorded does it for a worker that died. */
export async function recordPublished(run: RunId, manifest: Manifest, attempt: Attempt, deps: RunDeps): Promise<void> {
  const { revision, rows, durationMs, file } = manifest;
  await deps.archive.record(run, {
    at: deps.clock.now().toString(),
    by: deps.actor,
    event: 'published',
    revision,
    token: attempt.token,
    file: file.name,
    rows,
    bytes: file.bytes,
    sha256: file.sha256,
    durationMs,
    late: manifest.late ?? false,
  });
}

function describe(
  { run, definition, scope, revision, late, notReady }: Wanted,
  fileName: string,
  built: BuiltArtifact,
  packed: PackedFile | null,
  attempt: Attempt,
  deps: RunDeps,
): Manifest {
  const { format, proof, written, sourceFacts, tables, rows, durationMs } = built;
  const totals = tables.flatMap((table) => table.totals);
  const plain = { name: fileName, bytes: proof.bytes, sha256: proof.sha256, contentType: format.contentType };
  return {
    version: 1,
    runId: run,
    revision,
    title: definition.export.title,
    interval: {
      id: scope.intervalId,
      from: scope.from?.toString() ?? null,
      to: scope.to?.toString() ?? null,
      zone: definition.operation.zone,
    },
    file: packed ?? plain,
    content: packed === null ? null : plain,
    rows,
    sheets: [...written.sheets],
    tables: tables.map(describeTable),
    ...(totals.length === 0 ? {} : { totals }),
    format: { ...format.facts },
    source: { ...sourceFacts },
    counters: written.counters,
    warnings: [...written.warnings, ...(notReady === null ? [] : [`not ready when the window closed: ${notReady}`])],
    late,
    ...(notReady === null ? {} : { notReady }),
    personalData: definition.export.personalData,
    builtAt: deps.clock.now().toString(),
    durationMs,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    builtBy: { version: deps.version, worker: deps.actor, attempt: attempt.number },
  };
}

function describeTable({ name, rows, columns, sqlText }: BuiltTable): Manifest['tables'][number] {
  const querySha256 = sqlText === null ? null : createHash('sha256').update(sqlText).digest('hex');
  return { name, rows, columns: columns.map(({ header, kind }) => ({ header, kind })), querySha256 };
}

function summary({ revision, file, rows, durationMs, counters, warnings }: Manifest): string {
  const lossy = Object.entries(counters).filter(([, count]) => count > 0);
  const notes = [...lossy.map(([name, count]) => `${name} ${count}`), ...warnings];
  const told = `published r${revision} ${file.name}: ${rows} rows, ${file.bytes} bytes, sha256 ${file.sha256.slice(0, 12)}, ${durationMs} ms`;
  return notes.length === 0 ? told : `${told}; ${notes.join('; ')}`;
}
