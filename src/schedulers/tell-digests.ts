import type { Clock } from '../lib/clock.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { type Digest, digestNotice } from '../lib/notices/digest-notice.ts';
import type { Notices } from '../lib/notices/notice.ts';

interface Found {
  readonly definition: ExportDefinition;
  readonly digest: Digest;
}

/** Tells each operation, in one notice, what of its exports runs late and what was given up; nothing when nothing did. */
export async function tellDigests(
  found: readonly Found[],
  { clock, notices }: { readonly clock: Clock; readonly notices: Notices },
): Promise<void> {
  const operations = new Map(found.map(({ definition }) => [definition.operationId, definition.operation]));
  for (const [operationId, operation] of operations) {
    const own = found.filter(({ definition }) => definition.operationId === operationId).map(({ digest }) => digest);
    const digest = { late: own.flatMap(({ late }) => late), missed: own.flatMap(({ missed }) => missed) };
    if (digest.late.length + digest.missed.length === 0) continue;
    await notices.tell(operation, digestNotice(operationId, clock.now().toString(), digest, operation.locale));
  }
}
