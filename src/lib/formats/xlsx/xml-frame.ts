/** The markup around the values of one column, for each type of cell the column may hold. */
export interface XmlFrame {
  readonly text: CellOpening;
  /** As `text`, for a value whose first or last blank must survive. */
  readonly paddedText: CellOpening;
  readonly number: CellOpening;
  readonly boolean: CellOpening;
}

/** What stands before a value, as bytes in which only the row's number changes. */
export class CellOpening {
  bytes: Uint8Array;
  readonly #before: Uint8Array;
  readonly #after: Uint8Array;

  constructor(before: string, after: string) {
    this.#before = Buffer.from(before);
    this.#after = Buffer.from(after);
    this.bytes = this.#before;
  }

  /** Puts the row's number in, given as `digits[first..)`. */
  setRow(digits: Uint8Array, first: number): void {
    const before = this.#before.length;
    const length = before + digits.length - first + this.#after.length;
    if (this.bytes.length !== length) this.#resize(length);
    for (let i = first, at = before; i < digits.length; i++) this.bytes[at++] = digits[i] ?? 0;
  }

  #resize(length: number): void {
    this.bytes = new Uint8Array(length);
    this.bytes.set(this.#before);
    this.bytes.set(this.#after, length - this.#after.length);
  }
}

/** Numbers of the workbook's cell formats for a column. */
export interface CellStyles {
  readonly value: number;
  /** For a value that must be written as text; it keeps Excel from reading it as a number when it is edited. */
  readonly text: number;
}

/** The order of attributes is the one that compresses best (docs/decisions/003-xlsx-writer.md). */
export function xmlFrame(index: number, styles: CellStyles): XmlFrame {
  const ref = ` r="${columnLetters(index)}`;
  const value = `<c${style(styles.value)}${ref}`;
  const text = `" t="inlineStr"${style(styles.text)}><is><t`;
  return {
    text: new CellOpening(`<c${ref}`, `${text}>`),
    paddedText: new CellOpening(`<c${ref}`, `${text} xml:space="preserve">`),
    number: new CellOpening(value, '"><v>'),
    boolean: new CellOpening(value, '" t="b"><v>'),
  };
}

const style = (index: number): string => (index === 0 ? '' : ` s="${index}"`);

/** `A` for 0, `Z` for 25, `AA` for 26. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(0x41 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}
