import { readFile, writeFile } from 'node:fs/promises';
import type { Entry } from './contestants/contestants.ts';
import type { Measure } from './run-contestant.ts';

/** The medians of one contestant at one size. */
export interface Result extends Measure {
  readonly id: string;
  readonly label: string;
  readonly format: string;
  readonly rows: number;
}

/** Whom each format is compared with, and as what. */
const BASELINES: Readonly<Record<string, readonly string[]>> = { csv: ['client', 'csv-stringify'], xlsx: ['exceljs'] };
const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** The median of each figure over the runs. */
export function medians({ id, label, format }: Entry, rows: number, runs: readonly Measure[]): Result {
  const middle = (figure: (run: Measure) => number | undefined): number | undefined => {
    const sorted = runs.flatMap((run) => figure(run) ?? []).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  };
  const peakKib = middle((run) => run.peakKib);
  const loopP99Ms = middle((run) => run.loopP99Ms);
  return {
    id,
    label,
    format,
    rows,
    seconds: middle((run) => run.seconds) ?? 0,
    fileBytes: middle((run) => run.fileBytes) ?? 0,
    ...(peakKib === undefined ? {} : { peakKib }),
    ...(loopP99Ms === undefined ? {} : { loopP99Ms }),
  };
}

/** The results as a Markdown table, with the time of each as a multiple of those it is compared with. */
export function markdown(results: readonly Result[]): string {
  const head = ['rows', 'what', 'seconds', 'rows/s', 'time compared', 'peak memory', 'event loop p99', 'file'];
  const lines = results.map((result) => [
    thousands(result.rows),
    result.label,
    result.seconds.toFixed(2),
    thousands(Math.round(result.rows / result.seconds)),
    comparisons(result, results),
    result.peakKib === undefined ? '–' : `${Math.round(result.peakKib / 1024)} MB`,
    result.loopP99Ms === undefined ? '–' : `${result.loopP99Ms.toFixed(1)} ms`,
    result.fileBytes === 0 ? '–' : `${(result.fileBytes / 1e6).toFixed(1)} MB`,
  ]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function comparisons(result: Result, results: readonly Result[]): string {
  const baselines = BASELINES[result.format] ?? [];
  const words = baselines.flatMap((id) => {
    const baseline = results.find((other) => other.id === id && other.rows === result.rows);
    return baseline === undefined || id === result.id
      ? []
      : `${(result.seconds / baseline.seconds).toFixed(2)} × ${id}`;
  });
  return words.join(', ') || '–';
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}

/** Puts the table between the marks of the page. */
export async function writePage(page: URL, table: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before === -1 || after < before) throw new Error(`${page.pathname} has no ${BEGIN} … ${END}`);
  await writeFile(page, `${text.slice(0, before + BEGIN.length)}\n${table}\n${text.slice(after)}`);
}
