import { RowCursor } from '../../rows/row-cursor.ts';
import type { DeflatedEntry } from '../zip/deflated-entry.ts';
import { rowOfTexts } from '../workbook/row-of-texts.ts';
import { type EncodedColumn, TableEncoder } from '../workbook/table-encoder.ts';
import { sheetFrame, type SheetFrame } from './sheet-frame.ts';
import type { SheetPlan } from './skeleton.ts';
import type { Workbook } from './workbook.ts';
import type { XmlCells } from './xml-cells.ts';
import type { XmlFrame } from './xml-frame.ts';

/** One sheet's part of the archive, being written. */
export class SheetPart {
  readonly frame: SheetFrame;
  readonly #workbook: Workbook;
  readonly #entry: DeflatedEntry;
  readonly #cells: XmlCells;

  private constructor(workbook: Workbook, entry: DeflatedEntry, frame: SheetFrame, cells: XmlCells) {
    this.#workbook = workbook;
    this.#entry = entry;
    this.frame = frame;
    this.#cells = cells;
  }

  /** Begins the sheet's part and writes what stands before its rows; rows are gathered in `cells`. */
  static async open(workbook: Workbook, plan: SheetPlan, cells: XmlCells): Promise<SheetPart> {
    const { part, xml } = await workbook.addSheet(plan);
    const frame = sheetFrame(xml, plan.columns.length);
    const entry = await workbook.zip.openEntry(part);
    await entry.write(Buffer.from(frame.head));
    cells.block.reset(await entry.nextBlock());
    return new SheetPart(workbook, entry, frame, cells);
  }

  /** Encodes what `cursor` still holds, block after block; false when the sheet is full before. */
  async encode(encoder: TableEncoder<XmlFrame>, cursor: RowCursor): Promise<boolean> {
    for (;;) {
      const stop = encoder.encode(cursor);
      if (stop !== 'sink full') return stop === 'chunk read';
      await this.#pushBlock();
      if (this.#entry.size >= this.#workbook.limits.sheetBytes) encoder.endSheet();
    }
  }

  /** Writes one row of texts, as the header is one. */
  async writeRow(
    row: number,
    columns: readonly EncodedColumn<XmlFrame>[],
    texts: readonly (string | undefined)[],
  ): Promise<void> {
    const encoder = new TableEncoder(columns, this.#cells, this.#workbook.losses, row, row);
    await this.encode(encoder, new RowCursor(rowOfTexts(texts)));
  }

  /** Writes what stands after the rows, the last of the data being `lastRow`, and completes the part. */
  async close(lastRow: number): Promise<void> {
    await this.#pushBlock();
    await this.#entry.write(Buffer.from(this.frame.tail(lastRow)));
    await this.#workbook.zip.closeEntry(this.#entry);
  }

  async #pushBlock(): Promise<void> {
    const { block } = this.#cells;
    this.#entry.push(block.at);
    block.reset(await this.#entry.nextBlock());
  }
}
