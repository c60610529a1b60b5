import { type Counters, noCounters } from './counters.ts';

const EXAMPLES = 5;

/** What is noted per file; `longCells` is no loss but worth a warning (formats.md A15). */
type Noted = keyof Counters | 'longCells';

const SENTENCES: Readonly<Record<Noted, string>> = {
  unmappable: 'characters that the encoding cannot hold were replaced',
  controlCharsDropped: 'control characters were dropped',
  truncatedCells: 'cells were truncated',
  zeroDates: 'zero or partial dates were met',
  neutralisedFormulas: 'texts that a spreadsheet would run as formulas were prefixed with an apostrophe',
  numbersAsText: 'numbers were written as text',
  longCells: 'cells are longer than the 32,767 characters that Excel shows',
};

/**
 * Counts the lossy acts of one file and remembers where the first five of each kind happened, by row and column
 * number (both from 1; row 0 is the header) and by sheet in a workbook, never the value (formats.md B5, H3).
 */
export class LossLog {
  readonly counters: Counters = noCounters();
  /** Data row being written; the writer keeps it up to date. */
  row = 0;
  /** Sheet being written; undefined in a file that has none. */
  sheet: string | undefined;
  #longCells = 0;
  readonly #examples = new Map<Noted, string[]>();

  note(kind: Noted, column: number, times = 1): void {
    if (times === 0) return;
    if (kind === 'longCells') this.#longCells += times;
    else this.counters[kind] += times;
    const examples = this.#examples.get(kind) ?? [];
    if (examples.length < EXAMPLES) examples.push(this.#place(column));
    this.#examples.set(kind, examples);
  }

  #place(column: number): string {
    const place = `row ${this.row} column ${column}`;
    return this.sheet === undefined ? place : `${place} of "${this.sheet}"`;
  }

  /** One sentence per kind that occurred. */
  warnings(): readonly string[] {
    return Array.from(this.#examples, ([kind, examples]) => {
      const times = kind === 'longCells' ? this.#longCells : this.counters[kind];
      return `${times} ${SENTENCES[kind]}; first at ${examples.join(', ')}`;
    });
  }
}
