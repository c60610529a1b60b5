/**
 * Rows on their way from a source to a file. All rows travel as raw bytes in the row format of the MySQL text protocol:
 * each cell is a length-encoded string (a length byte below 0xfb, or 0xfc/0xfd/0xfe and 2/3/8 bytes little-endian, then
 * the bytes), NULL is the single byte 0xfb, rows follow one another without a separator. Text is UTF-8, numbers and
 * dates are the server's own text, binary columns are the bytes themselves. Nothing is decoded that need not be.
 * Source: MySQL client/server protocol, `ProtocolText::ResultsetRow`.
 */
export interface RowChunk {
  /** Whole rows only; valid until the next chunk is asked for (the producer may reuse the memory). */
  readonly bytes: Buffer;
  readonly rows: number;
}

/** The byte that stands for NULL in place of a length. */
export const NULL_CELL = 0xfb;

/** Most bytes a chunk holds before it is handed on, unless a single row is larger. */
export const CHUNK_BYTES = 256 * 1024;
