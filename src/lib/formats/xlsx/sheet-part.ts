import { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { DeflatedEntry } from '../zip/deflated-entry.ts';
import { type EncodedColumn, SheetEncoder } from './sheet-encoder.ts';
import { sheetFrame, type SheetFrame } from './sheet-frame.ts';
import type { SheetPlan } from './skeleton.ts';
import type { Workbook } from './workbook.ts';
import type { XmlBlock } from './xml-block.ts';

/** One sheet's part of the archive, being written. */
export class SheetPart {
  readonly frame: SheetFrame;
  readonly #workbook: Workbook;
  readonly #entry: DeflatedEntry;
  readonly #out: XmlBlock;

  private constructor(workbook: Workbook, entry: DeflatedEntry, frame: SheetFrame, out: XmlBlock) {
    this.#workbook = workbook;
    this.#entry = entry;
    this.frame = frame;
    this.#out = out;
  }

  /** Begins the sheet's part and writes what stands before its rows; rows are gathered in `out`. */
  static async open(workbook: Workbook, plan: SheetPlan, out: XmlBlock): Promise<SheetPart> {
    const { part, xml } = await workbook.addSheet(plan);
    const frame = sheetFrame(xml, plan.columns.length);
    const entry = await workbook.zip.openEntry(part);
    await entry.write(Buffer.from(frame.head));
    out.reset(await entry.nextBlock());
    return new SheetPart(workbook, entry, frame, out);
  }

  /** Encodes what `cursor` still holds, block after block; false when the sheet is full before. */
  async encode(encoder: SheetEncoder, cursor: RowCursor): Promise<boolean> {
    for (;;) {
      const stop = encoder.encode(cursor);
      if (stop !== 'block full') return stop === 'chunk read';
      await this.#pushBlock();
      if (this.#entry.size >= this.#workbook.limits.sheetBytes) encoder.endSheet();
    }
  }

  /** Writes one row of texts, as the header is one. */
  async writeRow(
    row: number,
    columns: readonly EncodedColumn[],
    texts: readonly (string | undefined)[],
  ): Promise<void> {
    const builder = new RowChunkBuilder();
    for (const text of texts) {
      if (text === undefined) builder.null();
      else builder.text(text);
    }
    builder.endRow();
    await this.encode(
      new SheetEncoder(columns, this.#out, this.#workbook.losses, row, row),
      new RowCursor(builder.take()),
    );
  }

  /** Writes what stands after the rows, the last of the data being `lastRow`, and completes the part. */
  async close(lastRow: number): Promise<void> {
    await this.#pushBlock();
    await this.#entry.write(Buffer.from(this.frame.tail(lastRow)));
    await this.#workbook.zip.closeEntry(this.#entry);
  }

  async #pushBlock(): Promise<void> {
    this.#entry.push(this.#out.at);
    this.#out.reset(await this.#entry.nextBlock());
  }
}
