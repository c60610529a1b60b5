import type { FileHandle } from 'node:fs/promises';
import { CsvProfileInvalid } from '../../errors/format-errors.ts';
import type { FileColumn } from '../../rows/column.ts';
import { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';
import type { CsvProfile } from '../csv-profile.ts';
import { FileOutput } from '../file-output.ts';
import type { FileWriter, OpenWriter, SheetLayout, WrittenFile } from '../file-writer.ts';
import { LossLog } from '../loss-log.ts';
import { cellEncoder } from './cell-encoder.ts';
import { checkColumns, checkProfile } from './check-profile.ts';
import { compileDialect, type Dialect } from './dialect.ts';
import type { EncodeCell } from './encode-cell.ts';
import { fileHeaders } from '../file-headers.ts';
import { notSylk } from './not-sylk.ts';
import { RowEncoder } from './row-encoder.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Rows of an Excel sheet, the header included (formats.md A14). */
const EXCEL_ROWS = 1_048_576;

/** Opens CSV files under a profile; throws CsvProfileInvalid at once when no CSV can be written so. */
export function openCsvWriter(profile: CsvProfile): OpenWriter {
  checkProfile(profile);
  return (file, signal) => new CsvWriter(profile, file, signal);
}

interface OpenSheet {
  readonly layout: SheetLayout;
  readonly encoder: RowEncoder;
}

class CsvWriter implements FileWriter {
  readonly #profile: CsvProfile;
  readonly #output: FileOutput;
  readonly #losses = new LossLog();
  readonly #warnings: string[] = [];
  #sheet: OpenSheet | undefined;
  #rows = 0;

  constructor(profile: CsvProfile, file: FileHandle, signal: AbortSignal) {
    this.#profile = profile;
    this.#output = new FileOutput(file, signal);
  }

  async openSheet(layout: SheetLayout): Promise<void> {
    if (this.#sheet !== undefined) {
      throw new CsvProfileInvalid({
        where: 'CSV file',
        got: 'a second sheet',
        expected: 'one sheet',
        next: 'Use XLSX.',
      });
    }
    const { columns } = layout;
    checkColumns(columns);
    const dialect = compileDialect(this.#profile, columns.length);
    const cells = columns.map((column, index) => cellEncoder(column, index + 1, dialect, this.#losses));
    const { header, bom, binary } = this.#profile;
    this.#sheet = { layout, encoder: this.#encoder(header ? cells : beginningFile(cells), dialect) };
    if (binary === 'omit') this.#warnings.push(...omissions(columns));
    if (bom) this.#output.put(BYTE_ORDER_MARK);
    if (header) this.#writeHeader(columns, dialect);
  }

  async write(chunk: RowChunk): Promise<void> {
    await this.#output.room();
    this.#opened().encoder.encode(chunk, this.#rows + 1);
    this.#rows += chunk.rows;
  }

  async closeSheet(): Promise<void> {
    await this.#output.room();
  }

  async finish(): Promise<WrittenFile> {
    await this.#output.end();
    const records = this.#rows + (this.#profile.header ? 1 : 0);
    if (records > EXCEL_ROWS) {
      this.#warnings.push(`${records} records: Excel shows the first ${EXCEL_ROWS} and drops the rest`);
    }
    const { name, columns } = this.#opened().layout;
    return {
      sheets: [{ name, rows: this.#rows, columns: columns.length }],
      counters: this.#losses.counters,
      warnings: [...this.#warnings, ...this.#losses.warnings()],
    };
  }

  async abort(): Promise<void> {
    this.#output.stop();
  }

  #opened(): OpenSheet {
    if (this.#sheet === undefined) throw new Error('no sheet is open');
    return this.#sheet;
  }

  /** Titles are one row of text: the same quoting, guard and encoding as any other. */
  #writeHeader(columns: readonly FileColumn[], dialect: Dialect): void {
    const { titles, warnings } = fileHeaders(
      columns.map(({ header }) => header),
      this.#profile.duplicateHeaders,
    );
    this.#warnings.push(...warnings);
    const row = new RowChunkBuilder();
    for (const title of titles) row.text(title);
    row.endRow();
    const cells = titles.map((header, index) =>
      cellEncoder({ header, kind: 'text' }, index + 1, dialect, this.#losses),
    );
    this.#encoder(beginningFile(cells), dialect).encode(row.take(), 0);
  }

  #encoder(cells: readonly EncodeCell[], dialect: Dialect): RowEncoder {
    return new RowEncoder(cells, dialect, this.#output, this.#losses);
  }
}

function beginningFile(cells: readonly EncodeCell[]): readonly EncodeCell[] {
  return cells.map((cell, index) => (index === 0 ? notSylk(cell) : cell));
}

/** A column left out on purpose is said all the same (formats.md H3). */
function omissions(columns: readonly FileColumn[]): readonly string[] {
  return columns.flatMap(({ kind, bits }, index) =>
    kind === 'binary' && bits === undefined ? [`column ${index + 1} is binary and its values were left out`] : [],
  );
}
