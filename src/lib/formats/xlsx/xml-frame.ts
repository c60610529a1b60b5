/** The markup around the values of one column, as bytes; the row's number goes between `ref` and the rest. */
export interface XmlFrame {
  /** `<c r="AB` */
  readonly ref: Uint8Array;
  /** From the row's number to the value, for each type of cell the column may hold. */
  readonly text: Uint8Array;
  /** As `text`, for a value whose first or last blank must survive. */
  readonly paddedText: Uint8Array;
  readonly number: Uint8Array;
  readonly boolean: Uint8Array;
}

/** Numbers of the workbook's cell formats for a column. */
export interface CellStyles {
  readonly value: number;
  /** For a value that must be written as text; it keeps Excel from reading it as a number when it is edited. */
  readonly text: number;
}

export function xmlFrame(index: number, styles: CellStyles): XmlFrame {
  const text = `"${style(styles.text)} t="inlineStr"><is><t`;
  return {
    ref: Buffer.from(`<c r="${columnLetters(index)}`),
    text: Buffer.from(`${text}>`),
    paddedText: Buffer.from(`${text} xml:space="preserve">`),
    number: Buffer.from(`"${style(styles.value)}><v>`),
    boolean: Buffer.from(`"${style(styles.value)} t="b"><v>`),
  };
}

const style = (index: number): string => (index === 0 ? '' : ` s="${index}"`);

/** `A` for 0, `Z` for 25, `AA` for 26. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(0x41 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}
