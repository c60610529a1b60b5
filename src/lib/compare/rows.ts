import type { TableFile } from './table-file.ts';

/** The rows of a file, one at a time, counted. */
export class Rows {
  count = 0;
  #first: readonly string[] | null = null;
  readonly #iterator: AsyncIterator<readonly string[]>;

  constructor(file: TableFile) {
    this.#iterator = file.rows()[Symbol.asyncIterator]();
  }

  /** Titles of the columns. */
  async header(isGiven: boolean): Promise<readonly string[]> {
    const first = await this.#read();
    if (isGiven) return first ?? [];
    this.#first = first;
    return (first ?? []).map((_, index) => `column ${index + 1}`);
  }

  async next(): Promise<readonly string[] | null> {
    const row = this.#first ?? (await this.#read());
    this.#first = null;
    if (row !== null) this.count++;
    return row;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #read(): Promise<readonly string[] | null> {
    const { done, value } = await this.#iterator.next();
    return done === true ? null : value;
  }
}
