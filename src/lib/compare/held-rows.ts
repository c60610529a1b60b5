import { ComparisonTooLarge } from '../errors/compare-errors.ts';

/** Characters of all rows together that are held at once: about a gigabyte of memory. */
const MOST_CHARACTERS = 150_000_000;

interface Held {
  readonly row: number;
  /** The cells as JSON: one text takes far less memory than many. */
  readonly json: string;
}

export interface FoundRow {
  readonly row: number;
  readonly cells: readonly string[];
}
/** Rows that wait for their match, by the cells that name them. Of rows of one name the first waits first. */
export class HeldRows {
  readonly #key: readonly number[] | null;
  readonly #rows = new Map<string, Held[]>();
  #characters = 0;

  /** `key`: places of the cells that name a row; null: all of it does. */
  constructor(key: readonly number[] | null) {
    this.#key = key;
  }

  /** Throws ComparisonTooLarge. */
  add(row: number, cells: readonly string[]): void {
    const json = JSON.stringify(cells);
    this.#characters += json.length;
    if (this.#characters > MOST_CHARACTERS) {
      throw new ComparisonTooLarge({
        where: `row ${row} of the old file`,
        got: `more than ${MOST_CHARACTERS} characters`,
        expected: 'fewer, to find rows by their key',
        next: 'Sort both files and compare them by place, or compare them in parts.',
      });
    }
    const name = this.#key === null ? json : this.#nameOf(cells);
    const same = this.#rows.get(name);
    if (same === undefined) this.#rows.set(name, [{ row, json }]);
    else same.push({ row, json });
  }

  /** Takes out the row of the same name; null when there is none, or none any more. */
  take(cells: readonly string[]): FoundRow | null {
    const name = this.#nameOf(cells);
    const same = this.#rows.get(name);
    const first = same?.shift();
    if (first === undefined) return null;
    if (same?.length === 0) this.#rows.delete(name);
    return found(first);
  }

  /** What was not taken, in the order of the file. */
  *left(): Generator<FoundRow> {
    const left = [...this.#rows.values()].flat().sort((one, other) => one.row - other.row);
    for (const held of left) yield found(held);
  }

  #nameOf(cells: readonly string[]): string {
    return JSON.stringify(this.#key?.map((place) => cells[place]) ?? cells);
  }
}

function found({ row, json }: Held): FoundRow {
  return { row, cells: JSON.parse(json) as string[] };
}
