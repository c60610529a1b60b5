/**
 * Writes the cell `bytes[start..end)`, which is neither NULL nor empty, into `out` from `at` and returns where it ended. It may write
 * up to three bytes for each it reads, and CELL_SLACK more; the caller has made that room.
 */
export type EncodeCell = (bytes: Buffer, start: number, end: number, out: Buffer, at: number) => number;

/** Room for what does not grow with the cell: quotes, a number whose exponent is written out, the scale. */
export const CELL_SLACK = 2048;

/** The byte of a quote. */
export const QUOTE = 0x22;

/** Writes `value` between quotes, its own quotes doubled (RFC 4180 section 2.7). */
export function putQuoted(value: Uint8Array, out: Buffer, at: number): number {
  let to = at;
  out[to++] = QUOTE;
  for (const byte of value) {
    if (byte === QUOTE) out[to++] = QUOTE;
    out[to++] = byte;
  }
  out[to++] = QUOTE;
  return to;
}

/** Writes `value` as it is. */
export function putBytes(value: Uint8Array, out: Buffer, at: number): number {
  if (value.length > 0) out.set(value, at);
  return at + value.length;
}

/** Writes ASCII text. */
export function putAscii(value: string, out: Buffer, at: number): number {
  return at + out.write(value, at, 'latin1');
}
