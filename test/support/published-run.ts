import { writeFile } from 'node:fs/promises';
import { Temporal } from 'temporal-polyfill';
import type { Archive } from '../../src/lib/archive/archive.ts';
import { type RunId, parseRunId } from '../../src/lib/archive/run-id.ts';
import { manifestFor } from './sample-manifest.ts';

/** Archives a run that was queued, published and delivered on the morning after its day, without building it. */
export async function publishedRun(
  archive: Archive,
  run: RunId,
  fileName: string,
  content: string,
  targets = ['reporting'],
): Promise<void> {
  const { intervalId } = parseRunId(run);
  const at = Temporal.PlainDate.from(intervalId).add({ days: 1 }).toZonedDateTime('UTC').toInstant().toString();
  const stamp = { at, by: 'test' };
  const queued = { event: 'queued', revision: 1, trigger: 'schedule', late: false, why: null } as const;
  const manifest = manifestFor(run, 1, fileName, content);
  const { name: file, bytes, sha256 } = manifest.file;
  await archive.firstSeen(parseRunId(run).exportId, Temporal.Instant.from(at));
  await archive.recordFirst(run, { ...stamp, ...queued });
  const workspace = await archive.workspace(run, 1, 'a1');
  await writeFile(workspace.path(fileName), content);
  await workspace.publish(manifest);
  await archive.record(run, {
    ...stamp,
    event: 'published',
    revision: 1,
    token: 'a1',
    file,
    rows: 1,
    bytes,
    sha256,
    durationMs: 1,
  });
  if (targets.length === 0) return;
  await archive.record(run, { ...stamp, event: 'delivering', revision: 1, targets });
  for (const target of targets) {
    await archive.recordDelivery(run, 1, target, { at, event: 'sending', by: 'test', attempt: 1 });
    await archive.recordDelivery(run, 1, target, { at, event: 'sent', where: 'outbox', detail: {} });
  }
  await archive.record(run, { ...stamp, event: 'delivered', revision: 1 });
}
