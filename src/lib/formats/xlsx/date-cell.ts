import { ZeroDateRefused } from '../../errors/format-errors.ts';
import { DOT, ZERO } from '../values/ascii.ts';
import { DATE_LENGTH, dateShape } from '../values/date-text.ts';
import { durationHoursEnd } from '../values/duration-text.ts';
import { excelDuration, excelSerial } from '../values/excel-serial.ts';
import { type CellContext, END_OF_VALUE } from './cell-frame.ts';
import { writeTextCell } from './text-cell.ts';
import type { XmlBlock } from './xml-block.ts';

/** Digits of a serial's fraction, in two halves: a microsecond is 0.0000000000116 of a day. */
const HALF_PLACES = 6;
const HALF = 10 ** HALF_PLACES;

/** Writes a date or date-time text as Excel's serial number; what Excel's calendar does not have stays text (X10, X11). */
export function writeDateCell(out: XmlBlock, bytes: Buffer, start: number, end: number, cell: CellContext): void {
  const shape = dateShape(bytes, start, end);
  if (shape === 'other') cell.refuse('text that is no date', 'yyyy-MM-dd or yyyy-MM-dd HH:mm:ss');
  if (shape === 'zero') {
    writeZeroDate(out, bytes, start, end, cell);
    return;
  }
  const stop = cell.column.kind === 'date' ? Math.min(end, start + DATE_LENGTH) : end;
  const serial = excelSerial(bytes, start, stop);
  if (serial === undefined) writeTextCell(out, bytes, start, end, cell);
  else writeSerial(out, serial, cell);
}

/** Writes a TIME text as days, for a `[h]:mm:ss` format; a negative one, which Excel shows as ####, stays text (X13). */
export function writeDurationCell(out: XmlBlock, bytes: Buffer, start: number, end: number, cell: CellContext): void {
  if (durationHoursEnd(bytes, start, end) === -1) {
    cell.refuse('text that is no duration', 'hh:mm:ss, perhaps negative');
  }
  const days = excelDuration(bytes, start, end);
  if (days === undefined) writeTextCell(out, bytes, start, end, cell);
  else writeSerial(out, days, cell);
}

function writeZeroDate(out: XmlBlock, bytes: Buffer, start: number, end: number, cell: CellContext): void {
  const { profile, number, losses } = cell;
  if (profile.zeroDates === 'fail') {
    throw new ZeroDateRefused({
      where: `row ${losses.row} column ${number}`,
      got: 'a zero or partial date',
      expected: 'a whole date',
      next: 'Correct the data, or set zeroDates to empty or raw.',
    });
  }
  losses.note('zeroDates', number);
  if (profile.zeroDates === 'raw') writeTextCell(out, bytes, start, end, cell);
}

function writeSerial(out: XmlBlock, serial: number, cell: CellContext): void {
  const days = Math.floor(serial);
  const fraction = Math.round((serial - days) * HALF * HALF);
  out.beginCell(cell.frame, cell.frame.number);
  writeDigits(out, days, 1);
  if (fraction > 0) {
    const upper = Math.floor(fraction / HALF);
    out.byte(DOT);
    writeDigits(out, upper, HALF_PLACES);
    writeDigits(out, fraction - upper * HALF, HALF_PLACES);
    while (out.bytes[out.at - 1] === ZERO) out.at--;
  }
  out.literal(END_OF_VALUE);
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
