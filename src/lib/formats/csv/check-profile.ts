import { CsvProfileInvalid } from '../../errors/format-errors.ts';
import type { FileColumn } from '../../rows/column.ts';
import type { CsvProfile } from '../csv-profile.ts';
import { DATE_PATTERN_FORM, type DatePiece, parseDatePattern } from '../values/date-pattern.ts';

interface Rule {
  readonly field: keyof CsvProfile;
  readonly holds: (profile: CsvProfile) => boolean;
  readonly expected: string;
}

/** Far below the room that a cell always has (CELL_SLACK). */
const LONGEST_CONSTANT = 100;
const DATE_PARTS = /^(?:yyyy|MM|dd)$/;

const RULES: readonly Rule[] = [
  {
    field: 'delimiter',
    holds: ({ delimiter }) => /^[\t -~]$/.test(delimiter) && !/["A-Za-z0-9]/.test(delimiter),
    expected: 'one ASCII character that is no letter, digit, quote or line break, such as ; , | or a tab',
  },
  {
    field: 'bom',
    holds: ({ bom, encoding }) => !bom || encoding === 'utf-8',
    expected: 'false, since only UTF-8 has a byte order mark',
  },
  {
    field: 'dateFormat',
    holds: ({ dateFormat }) =>
      dateFormat.length <= LONGEST_CONSTANT && parseDatePattern(dateFormat)?.every(isLiteralOrDay) === true,
    expected: 'yyyy, MM, dd, ASCII digits and punctuation',
  },
  {
    field: 'dateTimeFormat',
    holds: ({ dateTimeFormat }) =>
      dateTimeFormat.length <= LONGEST_CONSTANT && parseDatePattern(dateTimeFormat) !== undefined,
    expected: DATE_PATTERN_FORM,
  },
  {
    field: 'nullText',
    holds: ({ nullText }) => nullText.length <= LONGEST_CONSTANT,
    expected: `at most ${LONGEST_CONSTANT} characters`,
  },
  {
    field: 'booleans',
    holds: ({ booleans }) => booleans.every((text) => text.length <= LONGEST_CONSTANT),
    expected: `at most ${LONGEST_CONSTANT} characters each`,
  },
  {
    field: 'maxFieldBytes',
    holds: ({ maxFieldBytes }) => Number.isInteger(maxFieldBytes) && maxFieldBytes > 0,
    expected: 'a whole number of bytes above 0',
  },
];

/** Throws CsvProfileInvalid with every problem of the profile at once (formats.md A1, A3). */
export function checkProfile(profile: CsvProfile): void {
  const broken = RULES.filter((rule) => !rule.holds(profile));
  if (broken.length === 0) return;
  throw new CsvProfileInvalid({
    where: 'CSV profile',
    got: broken.map(({ field }) => `${field} ${JSON.stringify(profile[field])}`).join('; '),
    expected: broken.map(({ field, expected }) => `${field}: ${expected}`).join('; '),
  });
}

function isLiteralOrDay(piece: DatePiece): boolean {
  return 'literal' in piece || DATE_PARTS.test(piece.part);
}

/** Throws CsvProfileInvalid for a layout that no CSV can have. */
export function checkColumns(columns: readonly FileColumn[]): void {
  const bad = columns.find(({ scale = 0 }) => !Number.isInteger(scale) || scale < 0 || scale > LONGEST_CONSTANT);
  if (bad !== undefined) {
    const expected = `a whole number from 0 to ${LONGEST_CONSTANT}`;
    throw new CsvProfileInvalid({ where: `CSV column ${bad.header}`, got: `scale ${bad.scale}`, expected });
  }
  if (columns.length > 0) return;
  throw new CsvProfileInvalid({ where: 'CSV columns', got: 'none', expected: 'at least one column' });
}
