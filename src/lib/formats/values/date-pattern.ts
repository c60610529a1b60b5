/** Parts a date pattern may name, with where they stand in the server's text `yyyy-MM-dd HH:mm:ss`. */
const PART_STARTS: Readonly<Record<string, number>> = { yyyy: 0, MM: 5, dd: 8, HH: 11, mm: 14, ss: 17 };

/** A piece of a pattern: a part of the date, from `start` in the server's text, or characters to be written as they are. */
export type DatePiece = { readonly part: string; readonly start: number } | { readonly literal: string };

const PIECE = /(?<part>yyyy|MM|dd|HH|mm|ss)|(?<literal>[^A-Za-z]|T)|(?<unknown>[A-Za-z]+)/g;

/** What a pattern may be made of, for error messages. */
export const DATE_PATTERN_FORM = 'yyyy, MM, dd, HH, mm, ss, the letter T, ASCII digits and punctuation but no quotes';

/** The pieces of a pattern such as `dd/MM/yyyy HH:mm:ss`; undefined when it holds anything else (DATE_PATTERN_FORM). */
export function parseDatePattern(pattern: string): readonly DatePiece[] | undefined {
  if (pattern !== pattern.trim()) return undefined;
  const pieces: DatePiece[] = [];
  for (const { groups = {} } of pattern.matchAll(PIECE)) {
    const { part, literal } = groups;
    const start = part === undefined ? undefined : PART_STARTS[part];
    if (part !== undefined && start !== undefined) pieces.push({ part, start });
    else if (literal !== undefined && /^[ -~]$/.test(literal) && literal !== '"') pieces.push({ literal });
    else return undefined;
  }
  return pieces.length === 0 ? undefined : pieces;
}
