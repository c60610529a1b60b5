import { ExactSum } from '../../formats/workbook/exact-sum.ts';
import type { Breach, Expectations, FileFacts, SheetColumn } from '../expectations.ts';

/** What becomes of a built file. */
export interface Verdict {
  readonly kind: 'send' | 'note' | 'skip' | 'hold';
  /** Why it is held or skipped, else null. */
  readonly why: string | null;
  /** What is told and does not keep the file: breaches that only warn, an expectation that could not be asked. */
  readonly warnings: readonly string[];
}

/** Fewer files of the same weekday say nothing about what is normal. */
const LEAST_HISTORY = 3;

/**
 * Judges a file; `history` are the rows of the files it is compared with. The empty policy comes first, and where it
 * sends a note or skips, nothing else is asked.
 */
export function judge(expect: Expectations, facts: FileFacts, history: readonly number[]): Verdict {
  if (facts.rows === 0 && expect.empty === 'skip') return { kind: 'skip', why: 'no rows', warnings: [] };
  if (facts.rows === 0 && expect.empty === 'note') return { kind: 'note', why: null, warnings: [] };
  const breaches = [
    ...(facts.rows === 0 && expect.empty === 'hold' ? [{ why: 'no rows' }] : []),
    ...rowBreaches(expect, facts.rows),
    ...volumeBreaches(expect, facts.rows, history),
    ...totalBreaches(expect, facts),
    ...[expect.custom?.(facts) ?? null].filter((breach) => breach !== null),
  ];
  const held = breaches.filter(({ onBreach }) => onBreach !== 'warn').map(({ why }) => why);
  return {
    kind: held.length > 0 ? 'hold' : 'send',
    why: held.length > 0 ? held.join('; ') : null,
    warnings: breaches.filter(({ onBreach }) => onBreach === 'warn').map(({ why }) => why),
  };
}

function rowBreaches({ rows: expected }: Expectations, rows: number): Breach[] {
  const { exact, min, max, onBreach = 'hold' } = expected ?? {};
  const wrong = [
    exact !== undefined && rows !== exact ? `exactly ${exact}` : null,
    min !== undefined && rows < min ? `at least ${min}` : null,
    max !== undefined && rows > max ? `at most ${max}` : null,
  ];
  return wrong.filter((bound) => bound !== null).map((bound) => ({ why: `${rows} rows, expected ${bound}`, onBreach }));
}

function volumeBreaches({ volume }: Expectations, rows: number, history: readonly number[]): Breach[] {
  if (volume === undefined) return [];
  const { percent, onBreach = 'hold' } = volume;
  if (history.length < LEAST_HISTORY) {
    const why = `volume not compared: ${history.length} earlier files of this weekday, ${LEAST_HISTORY} are needed`;
    return [{ why, onBreach: 'warn' }];
  }
  const usual = median(history);
  const least = Math.ceil(usual * (1 - percent / 100));
  const most = Math.floor(usual * (1 + percent / 100));
  if (rows >= least && rows <= most) return [];
  const band = `${least} to ${most} (median of ${history.length} files of this weekday: ${usual}, ±${percent} %)`;
  return [{ why: `${rows} rows, expected ${band}`, onBreach }];
}

function totalBreaches({ equalTotals = [] }: Expectations, facts: FileFacts): Breach[] {
  return equalTotals.flatMap(({ equals, onBreach = 'hold', ...one }) => {
    const [total, expected] = [totalOf(one, facts), totalOf(equals, facts)];
    if (total !== undefined && expected !== undefined && areEqual(total, expected)) return [];
    const told = `${named(one)} is ${total ?? 'not known'}, that of ${named(equals)} ${expected ?? 'not known'}`;
    return [{ why: `the total of ${told}`, onBreach }];
  });
}

function totalOf({ sheet, column }: SheetColumn, { totals }: FileFacts): string | undefined {
  return totals.find((known) => known.sheet === sheet && known.column === column)?.total;
}

function named({ sheet, column }: SheetColumn): string {
  return `${column} on "${sheet}"`;
}

function areEqual(one: string, other: string): boolean {
  const difference = new ExactSum();
  difference.add(one);
  difference.subtract(other);
  return difference.isZero;
}

/** The middle value; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (lower + upper) / 2;
}
