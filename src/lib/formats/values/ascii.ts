/** Bytes that the servers' texts of numbers and dates are made of. */
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;

/** Where the digits that begin at `from` end, `to` at the latest. */
export function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < ZERO || byte > NINE) return i;
  }
  return to;
}

/** True when `bytes[from..to)` are digits; false for an empty range. */
export function digitsOnly(bytes: Uint8Array, from: number, to: number): boolean {
  return from < to && digitsEnd(bytes, from, to) === to;
}

/** The number that the digits of `bytes[from..to)` write; at most 15 digits. */
export function digitsValue(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + (bytes[i] ?? 0) - ZERO;
  return value;
}
