import { WorkbookLimitExceeded } from '../../errors/workbook-errors.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import { RowCursor } from '../../rows/row-cursor.ts';
import type { SheetLayout } from '../file-writer.ts';
import { ColumnWidths } from '../workbook/column-widths.ts';
import { headerColumns, rowColumns, type TableContext, totalColumns } from '../workbook/encoded-columns.ts';
import { numberFormat, TEXT_FORMAT } from '../workbook/number-format.ts';
import { rowOfTexts } from '../workbook/row-of-texts.ts';
import { type EncodedColumn, HEADER_ROW, TableEncoder } from '../workbook/table-encoder.ts';
import { TableTotal } from '../workbook/table-total.ts';
import { BiffStream } from './biff-stream.ts';
import { sheetHead, type SheetShape, sheetTail } from './sheet-shell.ts';
import type { XlsBook } from './xls-book.ts';
import { XlsCells, type XlsFrame } from './xls-cells.ts';

/** One sheet, held in memory until the workbook is finished. */
export class XlsSheet {
  readonly name: string;
  readonly #book: XlsBook;
  readonly #table: TableContext;
  readonly #total: TableTotal | undefined;
  readonly #widths: ColumnWidths;
  readonly #rows = new BiffStream();
  readonly #cells: XlsCells;
  readonly #encoder: TableEncoder<XlsFrame>;

  constructor(book: XlsBook, layout: SheetLayout) {
    const { columns } = layout;
    this.name = book.names.claim(layout.name);
    this.#book = book;
    book.losses.sheet = this.name;
    this.#table = { columns, profile: book.profile, limits: book.limits, losses: book.losses };
    this.#total = layout.total && new TableTotal(layout.total, columns.length);
    this.#widths = new ColumnWidths(columns);
    this.#cells = new XlsCells(this.#rows, book.strings, columns.length);
    const encoded = rowColumns(this.#table, (i) => this.#frame(i, false), this.#total?.sums ?? new Map());
    this.#encoder = new TableEncoder(encoded, this.#cells, book.losses, HEADER_ROW + 1, this.#lastRow());
    const titles = columns.map(({ header }) => header);
    this.#writeRow(
      HEADER_ROW,
      headerColumns(this.#table, () => this.#boldText()),
      titles,
    );
  }

  /** Data rows, the header and the total not counted. */
  get rows(): number {
    return this.#encoder.wholeRows;
  }

  get columns(): number {
    return this.#table.columns.length;
  }

  /** Bytes held so far. */
  get bytes(): number {
    return this.#rows.length;
  }

  write(chunk: RowChunk): void {
    this.#widths.measure(chunk);
    const cursor = new RowCursor(chunk);
    const rowsBefore = this.#encoder.wholeRows;
    if (this.#encoder.encode(cursor) === 'sheet full') throw this.#tooManyRows();
    this.#encoder.check(chunk, cursor, rowsBefore);
  }

  /** Writes the total. */
  close(): void {
    if (this.#total === undefined) return;
    const columns = totalColumns(
      this.#table,
      this.#total.labelled,
      () => this.#boldText(),
      (i) => this.#frame(i, true),
    );
    this.#writeRow(this.#encoder.row + 1, columns, this.#total.texts());
  }

  /** The sheet's substream, whole, in parts. */
  parts(isFirst: boolean): Buffer[] {
    const { columns } = this.#table;
    const shape: SheetShape = {
      rows: this.#encoder.row + (this.#total === undefined ? 0 : 1),
      widths: this.#widths.widths(),
      formats: columns.map((_, i) => this.#frame(i, false).value),
      isFirst,
    };
    return [...sheetHead(shape).parts(), ...this.#rows.parts(), ...sheetTail(shape).parts()];
  }

  #writeRow(row: number, columns: readonly EncodedColumn<XlsFrame>[], texts: readonly (string | undefined)[]): void {
    this.#cells.formatNextRow(this.#boldText().text);
    const encoder = new TableEncoder(columns, this.#cells, this.#book.losses, row, row);
    encoder.encode(new RowCursor(rowOfTexts(texts)));
  }

  #frame(column: number, isBold: boolean): XlsFrame {
    const { columns, profile } = this.#table;
    const described = columns[column];
    const format = described === undefined ? TEXT_FORMAT : numberFormat(described, profile);
    const { formats } = this.#book;
    return { value: formats.indexOf(format, isBold), text: formats.indexOf(TEXT_FORMAT, isBold) };
  }

  #boldText(): XlsFrame {
    const format = this.#book.formats.indexOf(TEXT_FORMAT, true);
    return { value: format, text: format };
  }

  /** Number of the last row that data may take. */
  #lastRow(): number {
    return this.#table.limits.rows - (this.#total === undefined ? 0 : 1);
  }

  #tooManyRows(): WorkbookLimitExceeded {
    const { rows } = this.#table.limits;
    return new WorkbookLimitExceeded({
      where: `sheet "${this.name}"`,
      got: `more than ${this.rows} rows of data`,
      expected: `at most ${rows} rows with the header, the limit of .xls`,
      next: 'Use XLSX (utilisez .xlsx).',
    });
  }
}
