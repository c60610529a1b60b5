import type { RowChunk } from '../../rows/row-chunk.ts';
import type { SheetLayout } from '../file-writer.ts';
import { ColumnWidths } from '../workbook/column-widths.ts';
import { SheetSeries } from './sheet-series.ts';
import type { Workbook } from './workbook.ts';

/** Most bytes of rows held back until the widths are known. */
const HELD_BYTES = 1024 * 1024;

/** One table of the workbook: holds the first rows back, since the columns' widths stand before them in the file. */
export class WorkbookTable {
  readonly #workbook: Workbook;
  readonly #layout: SheetLayout;
  readonly #widths: ColumnWidths;
  #held: RowChunk[] = [];
  #heldBytes = 0;
  #sheets: SheetSeries | undefined;

  constructor(workbook: Workbook, layout: SheetLayout) {
    this.#workbook = workbook;
    this.#layout = layout;
    this.#widths = new ColumnWidths(layout.columns);
  }

  async write(chunk: RowChunk): Promise<void> {
    if (this.#sheets !== undefined) {
      await this.#sheets.write(chunk);
      return;
    }
    this.#widths.measure(chunk);
    this.#held.push({ bytes: Buffer.from(chunk.bytes), rows: chunk.rows });
    this.#heldBytes += chunk.bytes.length;
    if (this.#widths.isSure || this.#heldBytes >= HELD_BYTES) await this.#begin();
  }

  async close(): Promise<void> {
    const sheets = this.#sheets ?? (await this.#begin());
    await sheets.close();
  }

  async #begin(): Promise<SheetSeries> {
    const sheets = await SheetSeries.open(this.#workbook, this.#layout, this.#widths.widths());
    this.#sheets = sheets;
    for (const chunk of this.#held) await sheets.write(chunk);
    this.#held = [];
    return sheets;
  }
}
