import type { Archive } from '../lib/archive/archive.ts';
import { type DriftKind, driftKinds } from '../lib/archive/drift.ts';
import { type VerifyScope, verifyArchive } from '../lib/archive/verify-archive.ts';
import { exportsOfPart } from './archive-part.ts';
import type { Output } from './output.ts';
import { bytesText, countText } from './table.ts';

/** `bordereau archive verify`: each drift a line as it is found, then what was looked at. Gives the exit code: 1 on drift. */
export async function archiveVerify(
  archive: Archive,
  { json = false, ...scope }: VerifyScope & { readonly json?: boolean },
  output: Output,
): Promise<number> {
  if (scope.operation !== undefined || scope.export !== undefined) await exportsOfPart(archive, scope);
  const counts = new Map<DriftKind, number>(driftKinds.map((kind) => [kind, 0]));
  const looked = await verifyArchive(archive, scope, (drift) => {
    counts.set(drift.kind, (counts.get(drift.kind) ?? 0) + 1);
    output.line(json ? JSON.stringify(drift) : `${drift.kind.padEnd(7)}  ${drift.path}: ${drift.detail}`);
  });
  const drifted = [...counts].filter(([, count]) => count > 0);
  if (json) output.line(JSON.stringify({ ...looked, drift: Object.fromEntries(counts) }));
  else {
    const found = drifted.map(([kind, count]) => `${countText(count)} ${kind}`).join(', ');
    output.line(
      `${countText(looked.runs)} runs, ${countText(looked.files)} files as their manifests say, ` +
        `${bytesText(looked.bytes)}, ${countText(looked.expired)} expired: ${found === '' ? 'no drift' : found}`,
    );
  }
  return drifted.length === 0 ? 0 : 1;
}
