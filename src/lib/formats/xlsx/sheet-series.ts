import { ProofFailed } from '../../errors/format-errors.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { SheetLayout, TotalRow } from '../file-writer.ts';
import { rowColumns, headerColumns, totalColumns } from './encoded-columns.ts';
import { ExactSum } from './exact-sum.ts';
import { HEADER_ROW, SheetEncoder } from './sheet-encoder.ts';
import { SheetPart } from './sheet-part.ts';
import type { Workbook } from './workbook.ts';
import { XmlBlock } from './xml-block.ts';

const FIRST_ROW = HEADER_ROW + 1;

/** The rows of one table over as many sheets as they need, each with its header. */
export class SheetSeries {
  readonly #workbook: Workbook;
  readonly #layout: SheetLayout;
  readonly #widths: readonly number[];
  readonly #out: XmlBlock;
  readonly #encoder: SheetEncoder;
  readonly #sums: ReadonlyMap<number, ExactSum>;
  #part: SheetPart;

  private constructor(
    workbook: Workbook,
    layout: SheetLayout,
    widths: readonly number[],
    out: XmlBlock,
    part: SheetPart,
  ) {
    this.#workbook = workbook;
    this.#layout = layout;
    this.#widths = widths;
    this.#out = out;
    this.#part = part;
    this.#sums = new Map(layout.total?.sums.map((column) => [column, new ExactSum()]));
    const columns = rowColumns(workbook, layout.columns, part.frame, this.#sums);
    this.#encoder = new SheetEncoder(columns, out, workbook.losses, FIRST_ROW, this.#lastRow());
  }

  /** Begins the first sheet of the table. */
  static async open(workbook: Workbook, layout: SheetLayout, widths: readonly number[]): Promise<SheetSeries> {
    const out = new XmlBlock(Buffer.alloc(0));
    const part = await openPart(workbook, layout, widths, out);
    return new SheetSeries(workbook, layout, widths, out, part);
  }

  async write(chunk: RowChunk): Promise<void> {
    const cursor = new RowCursor(chunk);
    const rowsBefore = this.#encoder.wholeRows;
    while (!(await this.#part.encode(this.#encoder, cursor))) await this.#overflow();
    const rows = this.#encoder.wholeRows - rowsBefore;
    if (rows === chunk.rows && this.#encoder.isBetweenRows && cursor.end <= chunk.bytes.length) return;
    throw new ProofFailed({ where: 'a chunk of rows', got: `${rows} rows`, expected: `${chunk.rows} whole rows` });
  }

  /** Writes the total and ends the last sheet. */
  async close(): Promise<void> {
    if (this.#layout.total !== undefined) await this.#writeTotal(this.#layout.total);
    await this.#closePart();
  }

  async #overflow(): Promise<void> {
    await this.#closePart();
    this.#workbook.warnings.push(`sheet "${this.#layout.name}" is full and goes on on another one`);
    this.#part = await openPart(this.#workbook, this.#layout, this.#widths, this.#out);
    this.#encoder.restart(FIRST_ROW, this.#lastRow());
  }

  async #closePart(): Promise<void> {
    await this.#part.close(this.#encoder.row);
    this.#workbook.sheetDone(this.#encoder.row - HEADER_ROW);
  }

  async #writeTotal({ label }: TotalRow): Promise<void> {
    const { columns } = this.#layout;
    const labelled = columns.findIndex((_, i) => !this.#sums.has(i));
    const texts = columns.map((_, i) => (i === labelled ? label : this.#sums.get(i)?.text()));
    const encoded = totalColumns(this.#workbook, columns, this.#part.frame, labelled);
    await this.#part.writeRow(this.#encoder.row + 1, encoded, texts);
  }

  /** Number of the last row that data may take. */
  #lastRow(): number {
    return this.#workbook.limits.rows - (this.#layout.total === undefined ? 0 : 1);
  }
}

async function openPart(
  workbook: Workbook,
  { name, columns }: SheetLayout,
  widths: readonly number[],
  out: XmlBlock,
): Promise<SheetPart> {
  const part = await SheetPart.open(workbook, { name: workbook.claimName(name), columns, widths }, out);
  const titles = columns.map(({ header }) => header);
  await part.writeRow(HEADER_ROW, headerColumns(workbook, columns, part.frame), titles);
  return part;
}
