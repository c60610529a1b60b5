import { setImmediate } from 'node:timers/promises';
import type { BiffStream } from './biff-stream.ts';
import { isWide } from './biff-strings.ts';
import { BIFF, LARGEST_RECORD } from './biff-types.ts';

const HEAD_BYTES = 8;
const STRING_HEAD_BYTES = 3;
const TEXTS_AT_ONCE = 10_000;

/** The table of all texts of a workbook, each once. */
export class SharedStrings {
  readonly #indexes = new Map<string, number>();
  #references = 0;
  #bytes = 0;

  /** Bytes of the texts, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The number of the text in the table. */
  indexOf(text: string): number {
    this.#references++;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    this.#indexes.set(text, index);
    this.#bytes += text.length * 2;
    return index;
  }

  /** Writes the table over as many records as it needs, with pauses for others. Source: [MS-XLS] 2.4.265. */
  async writeTo(stream: BiffStream): Promise<void> {
    const record = new ContinuedRecord(stream);
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(this.#references, 0);
    head.writeUInt32LE(this.#indexes.size, 4);
    record.whole(head);
    for (const [text, index] of this.#indexes) {
      record.text(text);
      if (index % TEXTS_AT_ONCE === 0) await setImmediate();
    }
    record.end();
  }
}

/** An SST record and the CONTINUE records after it. */
class ContinuedRecord {
  readonly #stream: BiffStream;
  readonly #data = Buffer.alloc(LARGEST_RECORD);
  #at = 0;
  #type: number = BIFF.SST;

  constructor(stream: BiffStream) {
    this.#stream = stream;
  }

  /** Bytes that may not be split. */
  whole(bytes: Buffer): void {
    if (this.#at + bytes.length > LARGEST_RECORD) this.end();
    this.#at += bytes.copy(this.#data, this.#at);
  }

  /** A text, whose characters may go on in the next record after a byte that says how wide they are. */
  text(text: string): void {
    const width = isWide(text) ? 2 : 1;
    const head = Buffer.from([text.length & 0xff, text.length >> 8, width - 1]);
    if (this.#at + STRING_HEAD_BYTES + width > LARGEST_RECORD) this.end();
    this.whole(head);
    let characters = Buffer.from(text, width === 2 ? 'utf16le' : 'latin1');
    while (characters.length > 0) {
      const fits = wholeCharacters(characters, width, LARGEST_RECORD - this.#at);
      this.#at += characters.copy(this.#data, this.#at, 0, fits);
      characters = characters.subarray(fits);
      if (characters.length > 0) this.#continue(width - 1);
    }
  }

  end(): void {
    this.#stream.put(this.#type, this.#data.subarray(0, this.#at));
    this.#type = BIFF.CONTINUE;
    this.#at = 0;
  }

  #continue(flags: number): void {
    this.end();
    this.#data[this.#at++] = flags;
  }
}

/** Bytes of the characters that fit into `room`; a surrogate pair is not split, since some readers decode record by record. */
function wholeCharacters(characters: Buffer, width: number, room: number): number {
  if (characters.length <= room) return characters.length;
  const fits = room - (room % width);
  const last = width === 2 && fits > 0 ? characters.readUInt16LE(fits - width) : 0;
  return last >= 0xd800 && last < 0xdc00 ? fits - width : fits;
}
