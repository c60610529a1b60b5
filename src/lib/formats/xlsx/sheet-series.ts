import type { RowChunk } from '../../rows/row-chunk.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { SheetLayout } from '../file-writer.ts';
import { headerColumns, rowColumns, type TableContext, totalColumns } from '../workbook/encoded-columns.ts';
import { HEADER_ROW, TableEncoder } from '../workbook/table-encoder.ts';
import { TableTotal } from '../workbook/table-total.ts';
import { SheetPart } from './sheet-part.ts';
import type { Workbook } from './workbook.ts';
import { XmlCells } from './xml-cells.ts';
import type { XmlFrame } from './xml-frame.ts';

const FIRST_ROW = HEADER_ROW + 1;

/** The rows of one table over as many sheets as they need, each with its header. */
export class SheetSeries {
  readonly #workbook: Workbook;
  readonly #name: string;
  readonly #table: TableContext;
  readonly #widths: readonly number[];
  readonly #total: TableTotal | undefined;
  readonly #cells: XmlCells;
  readonly #encoder: TableEncoder<XmlFrame>;
  #part: SheetPart;

  private constructor(
    workbook: Workbook,
    layout: SheetLayout,
    widths: readonly number[],
    cells: XmlCells,
    part: SheetPart,
  ) {
    this.#workbook = workbook;
    this.#name = layout.name;
    this.#table = workbook.tableOf(layout);
    this.#widths = widths;
    this.#cells = cells;
    this.#part = part;
    this.#total = layout.total && new TableTotal(layout.total, layout.columns.length);
    const columns = rowColumns(this.#table, part.frame.value, this.#total?.sums ?? new Map());
    this.#encoder = new TableEncoder(columns, cells, workbook.losses, FIRST_ROW, this.#lastRow());
  }

  /** Begins the first sheet of the table. */
  static async open(workbook: Workbook, layout: SheetLayout, widths: readonly number[]): Promise<SheetSeries> {
    const cells = new XmlCells();
    const part = await openPart(workbook, layout.name, workbook.tableOf(layout), widths, cells);
    return new SheetSeries(workbook, layout, widths, cells, part);
  }

  async write(chunk: RowChunk): Promise<void> {
    const cursor = new RowCursor(chunk);
    const rowsBefore = this.#encoder.wholeRows;
    while (!(await this.#part.encode(this.#encoder, cursor))) await this.#overflow();
    this.#encoder.check(chunk, cursor, rowsBefore);
  }

  /** Writes the total and ends the last sheet. */
  async close(): Promise<void> {
    if (this.#total !== undefined) await this.#writeTotal(this.#total);
    await this.#closePart();
  }

  async #overflow(): Promise<void> {
    await this.#closePart();
    this.#workbook.warnings.push(`sheet "${this.#name}" is full and goes on on another one`);
    this.#part = await openPart(this.#workbook, this.#name, this.#table, this.#widths, this.#cells);
    this.#encoder.restart(FIRST_ROW, this.#lastRow());
  }

  async #closePart(): Promise<void> {
    await this.#part.close(this.#encoder.row);
    this.#workbook.sheetDone(this.#encoder.row - HEADER_ROW);
  }

  async #writeTotal(total: TableTotal): Promise<void> {
    const { frame } = this.#part;
    const columns = totalColumns(this.#table, total.labelled, frame.header, frame.total);
    await this.#part.writeRow(this.#encoder.row + 1, columns, total.texts());
  }

  /** Number of the last row that data may take. */
  #lastRow(): number {
    return this.#workbook.limits.rows - (this.#total === undefined ? 0 : 1);
  }
}

async function openPart(
  workbook: Workbook,
  name: string,
  table: TableContext,
  widths: readonly number[],
  cells: XmlCells,
): Promise<SheetPart> {
  const { columns } = table;
  const part = await SheetPart.open(workbook, { name: workbook.names.claim(name), columns, widths }, cells);
  const titles = columns.map(({ header }) => header);
  await part.writeRow(HEADER_ROW, headerColumns(table, part.frame.header), titles);
  return part;
}
