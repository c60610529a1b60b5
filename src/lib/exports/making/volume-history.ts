import { Temporal } from 'temporal-polyfill';
import type { Archive } from '../../archive/archive.ts';
import type { Manifest } from '../../archive/manifest.ts';
import { type RunId, parseRunId } from '../../archive/run-id.ts';

/** Files that are compared: two months of one weekday. */
const MOST_FILES = 8;
/** Runs that are looked at for them: ten weeks of a daily export. */
const MOST_LOOKED_AT = 70;

/**
 * Rows of the export's last delivered files, newest first, whose interval ends on the same weekday; those of a whole month
 * are compared with whole months. What was held, rejected or skipped is no example of what is normal.
 */
export async function volumeHistory(manifest: Manifest, archive: Archive): Promise<number[]> {
  const { exportId, intervalId } = parseRunId(manifest.runId);
  const earlier = (await archive.runsOf(exportId)).filter((run) => parseRunId(run).intervalId < intervalId);
  const rhythm = rhythmOf(manifest);
  const rows: number[] = [];
  for (const run of earlier.reverse().slice(0, MOST_LOOKED_AT)) {
    const delivered = await deliveredManifest(run, archive);
    if (delivered !== null && rhythmOf(delivered) === rhythm) rows.push(delivered.rows);
    if (rows.length === MOST_FILES) break;
  }
  return rows;
}

async function deliveredManifest(run: RunId, archive: Archive): Promise<Manifest | null> {
  const status = await archive.status(run);
  const newest = status?.published.at(-1);
  const delivered = status?.state === 'delivered' || status?.state === 'partial';
  return delivered && newest !== undefined ? await archive.manifest(run, newest.revision) : null;
}

/** The weekday an interval ends on, or `month`. */
function rhythmOf({ interval: { from, to } }: Manifest): string | null {
  if (from === null || to === null) return null;
  const [first, end] = [Temporal.ZonedDateTime.from(from), Temporal.ZonedDateTime.from(to)];
  return first.day === 1 && end.day === 1 ? 'month' : String(end.dayOfWeek);
}
