import type { Engine } from '../processes/engine.ts';
import { type DueFile, type Expiry, dueFiles, expireFile } from '../processors/expire-files.ts';
import { type ArchivePart, exportsOfPart } from './archive-part.ts';
import type { Output } from './output.ts';
import { bytesText, countText } from './table.ts';

export interface PruneOptions extends ArchivePart {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * `bordereau archive prune`: removes the files whose time is up, as the daily sweep does; records and manifests stay. Gives
 * the exit code: 1 when a file was not removed because it is not the one that was published.
 */
export async function archivePrune(options: PruneOptions, engine: Engine, output: Output): Promise<number> {
  const { dryRun = false, json = false } = options;
  let [files, bytes, left] = [0, 0, 0];
  for await (const file of dueFiles(await exportsOfPart(engine.archive, options), engine)) {
    const outcome = dryRun ? 'due' : await expireFile(file, engine);
    output.line(json ? JSON.stringify(reportOf(file, outcome)) : told(file, outcome));
    if (outcome === 'not ours') left++;
    if (outcome !== 'due' && outcome !== 'removed') continue;
    files++;
    bytes += file.manifest.file.bytes;
  }
  const ends = `${countText(files)} files, ${bytesText(bytes)}`;
  if (!json) output.line(dryRun ? `${ends} would be removed` : `${ends} removed`);
  return left === 0 ? 0 : 1;
}

function reportOf({ run, manifest, days }: DueFile, outcome: Expiry | 'due') {
  const { revision, file, personalData } = manifest;
  return { run, revision, file: file.name, bytes: file.bytes, personalData, days, outcome };
}

function told({ run, manifest, days }: DueFile, outcome: Expiry | 'due'): string {
  const { revision, file } = manifest;
  return `${outcome.padEnd(8)}  ${run} r${revision}: ${file.name} · ${bytesText(file.bytes)} · kept for ${days} days`;
}
