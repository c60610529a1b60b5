import { ZeroDateRefused } from '../../errors/format-errors.ts';
import { DATE_LENGTH, dateShape } from '../values/date-text.ts';
import { durationHoursEnd } from '../values/duration-text.ts';
import { excelDuration, excelSerial } from '../values/excel-serial.ts';
import type { CellContext, TableSink } from './table-sink.ts';

/** Writes a date or date-time text as Excel's serial number; what Excel's calendar does not have stays text (X10, X11). */
export function writeDateCell<F>(
  out: TableSink<F>,
  bytes: Buffer,
  start: number,
  end: number,
  cell: CellContext<F>,
): void {
  const shape = dateShape(bytes, start, end);
  if (shape === 'other') cell.refuse('text that is no date', 'yyyy-MM-dd or yyyy-MM-dd HH:mm:ss');
  if (shape === 'zero') {
    writeZeroDate(out, bytes, start, end, cell);
    return;
  }
  const stop = cell.column.kind === 'date' ? Math.min(end, start + DATE_LENGTH) : end;
  const serial = excelSerial(bytes, start, stop);
  if (serial === undefined) out.text(bytes, start, end, cell);
  else out.serial(serial, cell);
}

/** Writes a TIME text as days, for a `[h]:mm:ss` format; a negative one, which Excel shows as ####, stays text (X13). */
export function writeDurationCell<F>(
  out: TableSink<F>,
  bytes: Buffer,
  start: number,
  end: number,
  cell: CellContext<F>,
): void {
  if (durationHoursEnd(bytes, start, end) === -1) {
    cell.refuse('text that is no duration', 'hh:mm:ss, perhaps negative');
  }
  const days = excelDuration(bytes, start, end);
  if (days === undefined) out.text(bytes, start, end, cell);
  else out.serial(days, cell);
}

function writeZeroDate<F>(out: TableSink<F>, bytes: Buffer, start: number, end: number, cell: CellContext<F>): void {
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
  if (profile.zeroDates === 'raw') out.text(bytes, start, end, cell);
}
