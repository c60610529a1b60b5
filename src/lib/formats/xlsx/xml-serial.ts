import { DOT, ZERO } from '../values/ascii.ts';
import type { XmlBlock } from './xml-block.ts';

/** Digits of a serial's fraction, in two halves: a microsecond is 0.0000000000116 of a day. */
const HALF_PLACES = 6;
const HALF = 10 ** HALF_PLACES;

/** Writes a serial number of Excel as decimal text, to a twelfth digit after the point. */
export function writeSerial(out: XmlBlock, serial: number): void {
  const days = Math.floor(serial);
  const fraction = Math.round((serial - days) * HALF * HALF);
  writeDigits(out, days, 1);
  if (fraction === 0) return;
  const upper = Math.floor(fraction / HALF);
  out.byte(DOT);
  writeDigits(out, upper, HALF_PLACES);
  writeDigits(out, fraction - upper * HALF, HALF_PLACES);
  while (out.bytes[out.at - 1] === ZERO) out.at--;
}

/** Writes a whole number of up to nine digits, with zeros in front up to `places`. */
function writeDigits(out: XmlBlock, value: number, places: number): void {
  let length = places;
  for (let limit = 10 ** places; value >= limit; limit *= 10) length++;
  let rest = value | 0;
  for (let i = out.at + length - 1; i >= out.at; i--) {
    const tenth = (rest / 10) | 0;
    out.bytes[i] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  out.at += length;
}
