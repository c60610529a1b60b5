import { ProofFailed } from '../errors/format-errors.ts';

/** What must be known to count the rows of a text file. */
export interface TextShape {
  /** Lines that are not rows. */
  readonly otherLines: number;
}

const LF = 0x0a;

/** Counts the rows of a text file: its lines, less those of the template. */
export class TextCounter {
  readonly #shape: TextShape;
  #lines = 0;
  #last = LF;

  constructor(shape: TextShape) {
    this.#shape = shape;
  }

  push(block: Buffer): void {
    for (let at = block.indexOf(LF); at !== -1; at = block.indexOf(LF, at + 1)) this.#lines++;
    this.#last = block.at(-1) ?? this.#last;
  }

  end(): number {
    const where = 'text file, read back';
    if (this.#last !== LF) throw new ProofFailed({ where, got: 'a last line without an end' });
    return this.#lines - this.#shape.otherLines;
  }
}
