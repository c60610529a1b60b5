import { dirname, resolve } from 'node:path';
import { SAMPLE_DAY } from '../embedded/sample/segments.ts';
import type { Engine } from '../processes/engine.ts';
import { countedStates } from './demo-progress.ts';
import type { DemoExport } from './demo-runs.ts';
import { type Output, shortPath } from './output.ts';
import { type RunReport, reportRun } from './run-report.ts';
import { bytesText, countText, table } from './table.ts';

/** Shows what the demo has made; true when nothing of it failed. */
export async function tellResult(engine: Engine, exports: readonly DemoExport[], output: Output): Promise<boolean> {
  const { archive, settings } = engine;
  const made = await Promise.all(
    exports.map(async ({ id, runs }) => ({
      id,
      reports: await Promise.all(runs.map((run) => reportRun(archive, run))),
    })),
  );
  const header = ['export', 'interval', 'state', 'rows', 'size', 'sha256', 'file'];
  output.line();
  for (const line of table([header, ...made.map(({ id, reports }) => rowOf(id, reports))], [3, 4])) output.line(line);
  const reports = made.flatMap((each) => each.reports);
  const failed = reports.filter(({ state }) => !goodStates.has(state));
  for (const { run, why } of failed) output.line(`${run}: ${why ?? ''}`);
  output.line();
  output.line(`Files, manifests and records: ${shortPath(archive.root)}`);
  output.line(`Mails, as .eml files:         ${shortPath(resolve(settings.outboxDir))}`);
  tellNext(reports, output);
  return failed.length === 0;
}

/** States in which a demo's run is done. */
export const goodStates: ReadonlySet<string> = new Set(['delivered', 'held', 'skipped']);

/** One line for an export, however many runs it has. */
function rowOf(id: string, reports: readonly RunReport[]): string[] {
  const [first] = reports;
  if (first === undefined) return [id];
  const sum = (of: 'rows' | 'bytes'): number => reports.reduce((total, report) => total + (report[of] ?? 0), 0);
  const size = first.file === null ? ['', ''] : [countText(sum('rows')), bytesText(sum('bytes'))];
  if (reports.length > 1) {
    const folder = first.file === null ? '' : shortPath(resolve(dirname(first.file), '../..'));
    return [id, `${reports.length} runs`, countedStates(reports.map(({ state }) => state)), ...size, '', folder];
  }
  const [, , interval = ''] = first.run.split('/');
  const file = first.file === null ? '' : shortPath(first.file);
  return [id, interval, first.state, ...size, first.sha256?.slice(0, 12) ?? '', file];
}

function tellNext(reports: readonly RunReport[], output: Output): void {
  const run = reports.find(({ run: each }) => each.endsWith(SAMPLE_DAY))?.run ?? '';
  const held = reports.find(({ state }) => state === 'held');
  output.line('What next:');
  output.line('  npm start                                  scheduler, worker and board, until Ctrl-C');
  output.line(`  npx bordereau show ${run}`);
  output.line(`  npm run export -- ${run.split('/').slice(0, 2).join('/')} --date 2013-07-24 --inline`);
  if (held !== undefined) output.line(`  npx bordereau release ${held.run} --why "…"   lets the held file go`);
  output.line('  docs/adding-an-export.md                   an export of your own in ten minutes');
}
