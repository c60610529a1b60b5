import { ZeroDateRefused } from '../../errors/format-errors.ts';
import type { LossLog } from '../loss-log.ts';
import { ZERO } from '../values/ascii.ts';
import { parseDatePattern } from '../values/date-pattern.ts';
import { dateShape, DATETIME_LENGTH } from '../values/date-text.ts';
import { durationHoursEnd } from '../values/duration-text.ts';
import type { Dialect } from './dialect.ts';
import { type EncodeCell, putBytes } from './encode-cell.ts';
import type { Refuse } from '../refuse.ts';
import { withQuotes } from './with-quotes.ts';

/** Step of a date program: whatever follows the seconds in the server's text. */
const FRACTION = DATETIME_LENGTH;

/**
 * Dates and date-times: each byte of the pattern is a byte of the server's text or a literal one (formats.md C6). A
 * date without a time is midnight under a pattern with hours.
 */
export function dateCell(
  pattern: string,
  number: number,
  dialect: Dialect,
  losses: LossLog,
  refuse: Refuse,
): EncodeCell {
  const wholeDate = withQuotes(wholeDateCell(pattern), dialect);
  const zeroDate = zeroDateCell(number, dialect, losses);
  return (bytes, start, end, out, at) => {
    const shape = dateShape(bytes, start, end);
    if (shape === 'other') return refuse('text that is no date', 'yyyy-MM-dd or yyyy-MM-dd HH:mm:ss');
    return (shape === 'zero' ? zeroDate : wholeDate)(bytes, start, end, out, at);
  };
}

function wholeDateCell(pattern: string): EncodeCell {
  const program = dateProgram(pattern);
  return (bytes, start, end, out, at) => {
    const known = end - start;
    let to = at;
    for (let i = 0; i < program.length; i++) {
      const step = program[i] ?? 0;
      if (step < 0) out[to++] = -step;
      else if (step === FRACTION) to += bytes.copy(out, to, Math.min(start + FRACTION, end), end);
      else out[to++] = step < known ? (bytes[start + step] ?? ZERO) : ZERO;
    }
    return to;
  };
}

/** A pattern as one step per byte: an offset in the server's text, FRACTION, or a literal byte negated. */
function dateProgram(pattern: string): Int8Array {
  const steps = (parseDatePattern(pattern) ?? []).flatMap((piece) => {
    if ('literal' in piece) return [-piece.literal.charCodeAt(0)];
    const offsets = Array.from(piece.part, (_, index) => piece.start + index);
    return piece.part === 'ss' ? [...offsets, FRACTION] : offsets;
  });
  return Int8Array.from(steps);
}

function zeroDateCell(number: number, dialect: Dialect, losses: LossLog): EncodeCell {
  const rawDate = withQuotes((bytes, start, end, out, at) => at + bytes.copy(out, at, start, end), dialect);
  const { zeroDates } = dialect.profile;
  return (bytes, start, end, out, at) => {
    if (zeroDates === 'fail') {
      throw new ZeroDateRefused({
        where: `row ${losses.row} column ${number}`,
        got: 'a zero or partial date',
        expected: 'a whole date',
        next: 'Correct the data, or set zeroDates to empty or raw.',
      });
    }
    losses.note('zeroDates', number);
    return zeroDates === 'raw' ? rawDate(bytes, start, end, out, at) : putBytes(dialect.nullField, out, at);
  };
}

/** Times of day and spans, as the server wrote them (C10). */
export function durationCell(dialect: Dialect, refuse: Refuse): EncodeCell {
  return withQuotes((bytes, start, end, out, at) => {
    if (durationHoursEnd(bytes, start, end) === -1)
      return refuse('text that is no duration', 'hh:mm:ss, perhaps negative');
    return at + bytes.copy(out, at, start, end);
  }, dialect);
}
