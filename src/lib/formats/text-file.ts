import type { FileHandle } from 'node:fs/promises';
import { closest } from '../did-you-mean.ts';
import { TextTemplateInvalid } from '../errors/format-errors.ts';
import type { FileColumn } from '../rows/column.ts';
import { RowCursor } from '../rows/row-cursor.ts';
import type { RowChunk } from '../rows/row-chunk.ts';
import { FileOutput } from './file-output.ts';
import type { FileWriter, OpenWriter, SheetLayout, WrittenFile } from './file-writer.ts';
import { LossLog } from './loss-log.ts';
import type { FileShape } from './proof.ts';
import { bitsText } from './values/bits.ts';
import { decodeUtf8 } from './values/utf8.ts';

/** A plain UTF-8 text: lines before the rows, one line for each row, lines after. Every line ends with LF. */
export interface TextTemplate {
  readonly header: readonly string[];
  /** `{column}` stands for the row's value of that column, by the title it has in the file: `gsm={gsm}`. */
  readonly line: string;
  readonly footer: readonly string[];
}

const CONTROL_CHARACTERS = /\p{Cc}/gu;

/**
 * Opens text files made from a template. NULL is nothing; control characters of a value, line breaks too, are dropped and
 * counted. Throws TextTemplateInvalid for a line that names no column.
 */
export function openTextWriter(template: TextTemplate): OpenWriter {
  return (file, signal) => new TextWriter(template, file, signal);
}

/** The shape of a text made from the template, for its proof. */
export function textShape({ header, footer }: TextTemplate): FileShape {
  return { format: 'text', otherLines: header.length + footer.length };
}

class TextWriter implements FileWriter {
  readonly #template: TextTemplate;
  readonly #output: FileOutput;
  readonly #losses = new LossLog();
  #layout: SheetLayout = { name: '', columns: [] };
  /** The row's line in pieces: text at even places, the number of a column (from 0) at odd ones. */
  #line: readonly (string | number)[] = [];
  #rows = 0;

  constructor(template: TextTemplate, file: FileHandle, signal: AbortSignal) {
    this.#template = template;
    this.#output = new FileOutput(file, signal);
  }

  async openSheet(layout: SheetLayout): Promise<void> {
    this.#layout = layout;
    const titles = layout.columns.map(({ header }) => header);
    const pieces = this.#template.line.split(/\{([^{}]*)\}/);
    this.#line = pieces.map((piece, index) => (index % 2 === 0 ? piece : columnNumber(piece, titles)));
    this.#putLines(this.#template.header);
  }

  async write(chunk: RowChunk): Promise<void> {
    await this.#output.room();
    const cursor = new RowCursor(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      this.#losses.row = ++this.#rows;
      const values = this.#layout.columns.map((column, index) => this.#value(cursor, column, index + 1));
      this.#putLines([this.#line.map((piece) => (typeof piece === 'string' ? piece : values[piece])).join('')]);
    }
  }

  async closeSheet(): Promise<void> {
    this.#putLines(this.#template.footer);
  }

  async finish(): Promise<WrittenFile> {
    await this.#output.end();
    const { name, columns } = this.#layout;
    return {
      sheets: [{ name, rows: this.#rows, columns: columns.length }],
      counters: this.#losses.counters,
      warnings: this.#losses.warnings(),
    };
  }

  async abort(): Promise<void> {
    this.#output.stop();
  }

  #value(cursor: RowCursor, { bits }: FileColumn, number: number): string {
    cursor.next();
    const { bytes, start, end } = cursor;
    if (bits !== undefined && !cursor.isNull) return bitsText(bytes, start, end);
    const { text, replaced } = decodeUtf8(bytes, start, end);
    const value = text.replace(CONTROL_CHARACTERS, '');
    this.#losses.note('unmappable', number, replaced);
    this.#losses.note('controlCharsDropped', number, text.length - value.length);
    return value;
  }

  #putLines(lines: readonly string[]): void {
    for (const line of lines) this.#output.put(Buffer.from(`${line}\n`));
  }
}

function columnNumber(title: string, titles: readonly string[]): number {
  const index = titles.indexOf(title);
  if (index !== -1) return index;
  const near = closest(title, titles);
  throw new TextTemplateInvalid({
    where: 'the line of a text file',
    got: `{${title}}`,
    expected: `a column: ${titles.join(', ')}`,
    ...(near === undefined ? {} : { next: `Did you mean {${near}}?` }),
  });
}
