import { isUtf8 } from 'node:buffer';
import { ProofFailed } from '../../errors/format-errors.ts';
import { wellFormed } from './well-formed.ts';

const DATA = '<sheetData>';
const END_OF_ROW = '</row>';

/** Bytes read in one go: a string of more is made in slow memory, which halves the speed. */
const SLICE_BYTES = 64 * 1024;

/** Characters of a text: no markup, no control character but tab and line feed. */
const TEXT = String.raw`[^<&\x00-\x08\x0b-\x1f]*(?:&(?:amp|lt|gt);[^<&\x00-\x08\x0b-\x1f]*)*`;
const STYLE = String.raw`(?: s="\d+")?`;
const REF = String.raw` r="[A-Z]+\d+"`;
const VALUE = String.raw`${STYLE}${REF}(?: t="b")?><v>[-+.\deE]+</v>`;
const STRING = String.raw`${REF} t="inlineStr"${STYLE}><is><t(?: xml:space="preserve")?>${TEXT}</t></is>`;
/** A whole row, in bytes read as latin1: cells that are numbers, booleans or texts, nothing else; above all no formula. */
const ROW = new RegExp(String.raw`<row r="(\d+)">(?:<c(?:${STRING}|${VALUE})</c>)*</row>`, 'y');
/** U+FFFE and U+FFFF in UTF-8, read as latin1: XML does not allow them. */
const NONCHARACTERS = ['\u00EF\u00BF\u00BE', '\u00EF\u00BF\u00BF'];

/** What a sheet holds. */
export interface ScannedSheet {
  /** All rows, the header and the total included. */
  readonly rows: number;
  /** Number of the last row that the filter covers: the last one with data. */
  readonly lastDataRow: number;
}

/**
 * Reads the XML of a sheet in parts and holds it against the grammar of what we write, so that any other byte is found:
 * rows numbered without a gap, UTF-8, well-formed. Throws ProofFailed.
 */
export class RowScanner {
  readonly #where: string;
  /** Holds what was not yet read, from its start. */
  #memory = Buffer.alloc(0);
  #rest = 0;
  #head = '';
  #inRows = false;
  #rows = 0;

  constructor(where: string) {
    this.#where = where;
  }

  push(part: Buffer): void {
    for (let at = 0; at < part.length; at += SLICE_BYTES) this.#read(part.subarray(at, at + SLICE_BYTES));
  }

  #read(part: Buffer): void {
    const bytes = this.#joined(part);
    const text = bytes.toString('latin1');
    const end = this.#readRows(text, this.#inRows ? 0 : this.#readHead(text));
    this.#checkCharacters(bytes.subarray(0, end), text);
    this.#memory.copyWithin(0, end, bytes.length);
    this.#rest = bytes.length - end;
  }

  /** To be called after the last part. */
  end(): ScannedSheet {
    const tail = this.#memory.toString('latin1', 0, this.#rest);
    if (!this.#inRows || !wellFormed(this.#head + tail)) throw this.#broken('XML that is not well-formed');
    const filter = /<autoFilter ref="A1:[A-Z]+(?<row>\d+)"/.exec(tail)?.groups?.['row'];
    return { rows: this.#rows, lastDataRow: Number(filter) };
  }

  /** What was not yet read and the part after it, in memory that is used again. */
  #joined(part: Buffer): Buffer {
    const length = this.#rest + part.length;
    if (length > this.#memory.length) {
      const larger = Buffer.allocUnsafeSlow(length * 2);
      this.#memory.copy(larger, 0, 0, this.#rest);
      this.#memory = larger;
    }
    part.copy(this.#memory, this.#rest);
    return this.#memory.subarray(0, length);
  }

  /** Where the first row begins; 0 while it has not come. */
  #readHead(text: string): number {
    const data = text.indexOf(DATA);
    if (data === -1) return 0;
    this.#head = text.slice(0, data + DATA.length);
    this.#inRows = true;
    return this.#head.length;
  }

  /** Reads whole rows from `from`; returns where the first one that is not whole begins. */
  #readRows(text: string, from: number): number {
    if (!this.#inRows) return from;
    let end = from;
    ROW.lastIndex = from;
    for (let row = ROW.exec(text); row !== null; row = ROW.exec(text)) {
      if (Number(row[1]) !== ++this.#rows) throw this.#broken(`row ${row[1]} as its row ${this.#rows}`);
      end = ROW.lastIndex;
    }
    if (text.includes(END_OF_ROW, end)) throw this.#broken(`something else after row ${this.#rows}`);
    return end;
  }

  #checkCharacters(bytes: Buffer, text: string): void {
    if (!isUtf8(bytes)) throw this.#broken('bytes that are no UTF-8');
    if (NONCHARACTERS.some((character) => text.includes(character))) throw this.#broken('U+FFFE or U+FFFF');
  }

  #broken(got: string): ProofFailed {
    return new ProofFailed({
      where: `the finished workbook, ${this.#where}`,
      got,
      expected: 'rows of typed cells',
      next: 'The file is not published; the run is tried again.',
    });
  }
}
