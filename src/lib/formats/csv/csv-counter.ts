import { ProofFailed } from '../../errors/format-errors.ts';

/** What a CSV must look like to be counted: its dialect and its width. */
export interface CsvShape {
  readonly bom: boolean;
  readonly delimiter: string;
  readonly recordEnd: '\r\n' | '\n';
  readonly header: boolean;
  readonly columns: number;
}

const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Where the reader stands: before a field, in a plain one, inside quotes, after a quote that may close it, after CR. */
type State = 'start' | 'plain' | 'quoted' | 'closing' | 'cr';

/**
 * Counts the records of a CSV from its bytes and holds each to its number of fields. It knows nothing of the writer:
 * RFC 4180 in the given dialect, stricter than parsers are. Throws ProofFailed at the first byte that is wrong.
 */
export class CsvCounter {
  readonly #shape: CsvShape;
  readonly #delimiter: number;
  readonly #special = new Uint8Array(256);
  #state: State = 'start';
  #fields = 1;
  #records = 0;
  /** Bytes of the byte order mark still to come. */
  #markLeft: number;

  constructor(shape: CsvShape) {
    this.#shape = shape;
    this.#delimiter = shape.delimiter.charCodeAt(0);
    this.#markLeft = shape.bom ? BYTE_ORDER_MARK.length : 0;
    for (const byte of [this.#delimiter, QUOTE, CR, LF]) this.#special[byte] = 1;
  }

  /** Reads the next block of the file. */
  push(block: Buffer): void {
    const special = this.#special;
    let state = this.#state;
    let at = this.#markLeft > 0 ? this.#readMark(block) : 0;
    while (at < block.length) {
      if (state === 'quoted') {
        const quote = block.indexOf(QUOTE, at);
        if (quote === -1) break;
        state = 'closing';
        at = quote + 1;
      } else if (special[block[at] ?? 0] === 1) {
        state = this.#step(state, block[at++] ?? 0);
      } else {
        if (state === 'closing' || state === 'cr') throw this.#wrong('a stray byte after a closing quote or a CR');
        state = 'plain';
        do at++;
        while (at < block.length && special[block[at] ?? 0] === 0);
      }
    }
    this.#state = state;
  }

  /** Data rows of the whole file; throws ProofFailed when it ends in the middle of a record or lacks its header. */
  end(): number {
    if (this.#markLeft > 0) throw this.#wrong('no byte order mark');
    if (this.#state !== 'start' || this.#fields !== 1)
      throw this.#wrong('the end of the file in the middle of a record');
    const rows = this.#records - (this.#shape.header ? 1 : 0);
    if (rows < 0) throw this.#wrong('no header');
    return rows;
  }

  /** The state after a byte that means something outside quotes. */
  #step(state: State, byte: number): State {
    if (byte === this.#delimiter && state !== 'cr') {
      this.#fields++;
      return 'start';
    }
    if (byte === LF && (state === 'cr' || this.#shape.recordEnd === '\n')) return this.#endRecord(state);
    if (state === 'cr') throw this.#wrong('CR without LF');
    if (byte === QUOTE && state !== 'plain') return 'quoted';
    if (byte === CR && this.#shape.recordEnd === '\r\n') {
      this.#refuseEmptyLine(state);
      return 'cr';
    }
    throw this.#wrong('a quote or a line break in a field without quotes');
  }

  #endRecord(state: State): State {
    this.#refuseEmptyLine(state);
    if (this.#fields !== this.#shape.columns) {
      throw this.#wrong(`${this.#fields} fields`, `${this.#shape.columns} fields`);
    }
    this.#records++;
    this.#fields = 1;
    return 'start';
  }

  /** Parsers skip empty lines: a lone empty field must be written as two quotes. */
  #refuseEmptyLine(state: State): void {
    if (state === 'start' && this.#fields === 1) throw this.#wrong('an empty line');
  }

  #readMark(block: Buffer): number {
    const mark = BYTE_ORDER_MARK.subarray(-this.#markLeft);
    const read = Math.min(mark.length, block.length);
    if (mark.compare(block, 0, read, 0, read) !== 0) throw this.#wrong('no byte order mark');
    this.#markLeft -= read;
    return read;
  }

  #wrong(got: string, expected?: string): ProofFailed {
    const where = `CSV record ${this.#records + 1}, read back`;
    return new ProofFailed(expected === undefined ? { where, got } : { where, got, expected });
  }
}
