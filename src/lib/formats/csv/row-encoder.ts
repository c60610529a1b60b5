import { FieldTooLong, ProofFailed } from '../../errors/format-errors.ts';
import { NULL_CELL, type RowChunk } from '../../rows/row-chunk.ts';
import type { FileOutput } from '../file-output.ts';
import type { LossLog } from '../loss-log.ts';
import type { Dialect } from './dialect.ts';
import { CELL_SLACK, type EncodeCell, putBytes } from './encode-cell.ts';

/** Encodes chunks into the output, cell after cell; the hot loop of a CSV. */
export class RowEncoder {
  readonly #cells: readonly EncodeCell[];
  readonly #dialect: Dialect;
  readonly #output: FileOutput;
  readonly #losses: LossLog;

  constructor(cells: readonly EncodeCell[], dialect: Dialect, output: FileOutput, losses: LossLog) {
    this.#cells = cells;
    this.#dialect = dialect;
    this.#output = output;
    this.#losses = losses;
  }

  /** Encodes whole rows, `firstRow` being the number of the first. */
  encode({ bytes, rows }: RowChunk, firstRow: number): void {
    let from = 0;
    let row = firstRow;
    while (from < bytes.length) {
      this.#losses.row = row++;
      from = this.#encodeRow(bytes, from);
    }
    if (from !== bytes.length || row !== firstRow + rows) {
      throw new ProofFailed({
        where: 'a chunk of rows',
        got: `${row - firstRow} rows`,
        expected: `${rows} whole rows`,
      });
    }
  }

  /** Encodes the row at `from` and returns where it ends. */
  #encodeRow(bytes: Buffer, from: number): number {
    const { nullField, emptyField, delimiter, recordEnd } = this.#dialect;
    const output = this.#output;
    let { buffer: out, at } = output;
    let end = from;
    for (const cell of this.#cells) {
      const first = bytes[end] ?? 0;
      const isLong = first > NULL_CELL;
      const start = isLong ? end + longPrefix(first) : end + 1;
      const length = isLong ? this.#longLength(bytes, end, first) : first % NULL_CELL;
      end = start + length;
      const room = 3 * length + CELL_SLACK;
      if (out.length - at < room) {
        output.at = at;
        output.reserve(room);
        ({ buffer: out, at } = output);
      }
      if (length > 0) at = cell(bytes, start, end, out, at);
      else at = putBytes(first === NULL_CELL ? nullField : emptyField, out, at);
      out[at++] = delimiter;
    }
    output.at = putBytes(recordEnd, out, at - 1);
    return end;
  }

  #longLength(bytes: Buffer, at: number, first: number): number {
    const length = longLength(bytes, at, first);
    const { maxFieldBytes } = this.#dialect.profile;
    if (length <= maxFieldBytes) return length;
    throw new FieldTooLong({
      where: `row ${this.#losses.row}`,
      got: `a value of ${length} bytes`,
      expected: `at most ${maxFieldBytes} bytes`,
      next: 'Leave the column out, shorten it in the query, or raise maxFieldBytes.',
    });
  }
}

/** Bytes of a length prefix that begins with 0xfc, 0xfd or 0xfe. */
function longPrefix(first: number): number {
  return first === 0xfc ? 3 : first === 0xfd ? 4 : 9;
}

function longLength(bytes: Buffer, at: number, first: number): number {
  if (first === 0xfc) return bytes.readUInt16LE(at + 1);
  return first === 0xfd ? bytes.readUIntLE(at + 1, 3) : Number(bytes.readBigUInt64LE(at + 1));
}
