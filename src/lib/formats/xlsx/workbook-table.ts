import type { RowChunk } from '../../rows/row-chunk.ts';
import type { SheetLayout } from '../file-writer.ts';
import { columnWidths, MEASURED_ROWS } from '../workbook/column-widths.ts';
import { SheetSeries } from './sheet-series.ts';
import type { Workbook } from './workbook.ts';

/** Most bytes of rows held back until the widths are known. */
const HELD_BYTES = 1024 * 1024;

/** One table of the workbook: holds the first rows back, since the columns' widths stand before them in the file. */
export class WorkbookTable {
  readonly #workbook: Workbook;
  readonly #layout: SheetLayout;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #heldRows = 0;
  #sheets: SheetSeries | undefined;

  constructor(workbook: Workbook, layout: SheetLayout) {
    this.#workbook = workbook;
    this.#layout = layout;
  }

  async write(chunk: RowChunk): Promise<void> {
    if (this.#sheets !== undefined) {
      await this.#sheets.write(chunk);
      return;
    }
    this.#held.push(Buffer.from(chunk.bytes));
    this.#heldBytes += chunk.bytes.length;
    this.#heldRows += chunk.rows;
    if (this.#heldRows >= MEASURED_ROWS || this.#heldBytes >= HELD_BYTES) await this.#begin();
  }

  async close(): Promise<void> {
    const sheets = this.#sheets ?? (await this.#begin());
    await sheets.close();
  }

  async #begin(): Promise<SheetSeries> {
    const chunk = { bytes: Buffer.concat(this.#held), rows: this.#heldRows };
    this.#held = [];
    const widths = columnWidths(this.#layout.columns, chunk);
    this.#sheets = await SheetSeries.open(this.#workbook, this.#layout, widths);
    await this.#sheets.write(chunk);
    return this.#sheets;
  }
}
