import { TEXT_FORMAT } from '../workbook/number-format.ts';
import type { BiffStream } from './biff-stream.ts';
import { biffString } from './biff-strings.ts';
import { BIFF } from './biff-types.ts';

/** Format numbers that every BIFF reader knows. */
const BUILT_IN: ReadonlyMap<string, number> = new Map([
  ['General', 0],
  [TEXT_FORMAT, 49],
]);
const FIRST_OWN_FORMAT = 164;

/** Fonts 0 to 3 are the default one; there is no font 4, so the next has the number 5. */
const DEFAULT_FONTS = 4;
const DEFAULT_FONT = 0;
const BOLD_FONT = 5;
const NORMAL_WEIGHT = 400;
const BOLD_WEIGHT = 700;
const FONT_NAME = 'Arial';
const FONT_HEIGHT = 200;
const AUTOMATIC_COLOUR = 0x7fff;

/** A workbook begins with 15 formats of styles and the default cell format; ours come after them. */
const STYLE_FORMATS = 15;
const FIRST_CELL_FORMAT = STYLE_FORMATS + 1;
const OF_STYLE = 0xfff5;
const OF_CELL = 0x0001;
const BOTTOM_ALIGNED = 0x20;
const ALL_ATTRIBUTES = 0xf8;
const DEFAULT_PATTERN = 0x20c0;

/** The cell formats of a workbook: a number format, bold or not, each once. */
export class CellFormats {
  readonly #formats: { readonly font: number; readonly numberFormat: string }[] = [];

  /** The number of the cell format, made on first use. */
  indexOf(numberFormat: string, isBold = false): number {
    const font = isBold ? BOLD_FONT : DEFAULT_FONT;
    const known = this.#formats.findIndex((format) => format.font === font && format.numberFormat === numberFormat);
    const index = known === -1 ? this.#formats.push({ font, numberFormat }) - 1 : known;
    return FIRST_CELL_FORMAT + index;
  }

  /** Writes FONT, FORMAT, XF and STYLE records, in the order Excel wants. */
  writeTo(stream: BiffStream): void {
    for (let i = 0; i < DEFAULT_FONTS; i++) writeFont(stream, NORMAL_WEIGHT);
    writeFont(stream, BOLD_WEIGHT);
    const own = [...new Set(this.#formats.map((format) => format.numberFormat))].filter((text) => !BUILT_IN.has(text));
    own.forEach((text, i) => writeNumberFormat(stream, FIRST_OWN_FORMAT + i, text));
    const numberOf = (text: string): number => BUILT_IN.get(text) ?? FIRST_OWN_FORMAT + own.indexOf(text);
    for (let i = 0; i < STYLE_FORMATS; i++) writeFormat(stream, DEFAULT_FONT, 0, OF_STYLE);
    writeFormat(stream, DEFAULT_FONT, 0, OF_CELL);
    for (const { font, numberFormat } of this.#formats) writeFormat(stream, font, numberOf(numberFormat), OF_CELL);
    stream.put(BIFF.STYLE, Buffer.from([0x00, 0x80, 0x00, 0xff]));
  }
}

function writeFont(stream: BiffStream, weight: number): void {
  const name = biffString(FONT_NAME, 1);
  const font = stream.record(BIFF.FONT, 14 + name.length);
  font.writeUInt16LE(FONT_HEIGHT, 0);
  font.writeUInt16LE(AUTOMATIC_COLOUR, 4);
  font.writeUInt16LE(weight, 6);
  font.set(name, 14);
}

function writeNumberFormat(stream: BiffStream, index: number, text: string): void {
  const string = biffString(text, 2);
  const format = stream.record(BIFF.FORMAT, 2 + string.length);
  format.writeUInt16LE(index, 0);
  format.set(string, 2);
}

function writeFormat(stream: BiffStream, font: number, numberFormat: number, owner: number): void {
  const format = stream.record(BIFF.XF, 20);
  format.writeUInt16LE(font, 0);
  format.writeUInt16LE(numberFormat, 2);
  format.writeUInt16LE(owner, 4);
  format.writeUInt8(BOTTOM_ALIGNED, 6);
  format.writeUInt8(owner === OF_STYLE ? 0 : ALL_ATTRIBUTES, 9);
  format.writeUInt16LE(DEFAULT_PATTERN, 18);
}
