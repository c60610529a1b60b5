import { BiffStream } from './biff-stream.ts';
import { BIFF, WORKSHEET } from './biff-types.ts';
import { writeBeginning } from './globals.ts';

/** Column widths are in 256ths of a character. */
const CHARACTER = 256;
/** Grid lines, headings, zeros and outline shown; panes frozen and not split. */
const FROZEN_WINDOW = 0x01be;
const SELECTED_WINDOW = 0x0600;
const GRID_COLOUR = 0x40;
const LOWER_PANE = 2;
/** The cell A2, in the lower pane. */
const FIRST_CELL_SELECTED = Buffer.from([LOWER_PANE, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0]);

/** What a sheet's records around its rows depend on. */
export interface SheetShape {
  /** Rows with header and total. */
  readonly rows: number;
  /** Of each column, in characters. */
  readonly widths: readonly number[];
  /** Cell format of each column. */
  readonly formats: readonly number[];
  /** The sheet shown first. */
  readonly isFirst: boolean;
}

/** The records before the rows: widths and size. */
export function sheetHead({ rows, widths, formats }: SheetShape): BiffStream {
  const stream = new BiffStream();
  writeBeginning(stream, WORKSHEET);
  widths.forEach((width, i) => {
    const column = stream.record(BIFF.COLINFO, 12);
    column.writeUInt16LE(i, 0);
    column.writeUInt16LE(i, 2);
    column.writeUInt16LE(width * CHARACTER, 4);
    column.writeUInt16LE(formats[i] ?? 0, 6);
  });
  const size = stream.record(BIFF.DIMENSIONS, 14);
  size.writeUInt32LE(rows, 4);
  size.writeUInt16LE(widths.length, 10);
  return stream;
}

/** The records after the rows: the window with its frozen header. */
export function sheetTail({ isFirst }: SheetShape): BiffStream {
  const stream = new BiffStream();
  const window = stream.record(BIFF.WINDOW2, 18);
  window.writeUInt16LE(isFirst ? FROZEN_WINDOW | SELECTED_WINDOW : FROZEN_WINDOW, 0);
  window.writeUInt16LE(GRID_COLOUR, 6);
  const pane = stream.record(BIFF.PANE, 10);
  pane.writeUInt16LE(1, 2);
  pane.writeUInt16LE(1, 4);
  pane.writeUInt16LE(LOWER_PANE, 8);
  stream.put(BIFF.SELECTION, FIRST_CELL_SELECTED);
  stream.record(BIFF.EOF, 0);
  return stream;
}
