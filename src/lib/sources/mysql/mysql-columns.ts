import type { FieldPacket } from 'mysql2';
import { ResultUnusable } from '../../errors/source-errors.ts';
import type { ColumnKind, SourceColumn } from '../../rows/column.ts';

const BIT = 0x10;
const GEOMETRY = 0xff;

/** Column types of the protocol (`enum_field_types`) that are neither text nor bytes. */
const KINDS: ReadonlyMap<number, ColumnKind> = new Map([
  [0x00, 'decimal'], // DECIMAL of old servers
  [0x01, 'integer'], // TINYINT; also BOOLEAN, which an export may declare
  [0x02, 'integer'], // SMALLINT
  [0x03, 'integer'], // INT
  [0x04, 'decimal'], // FLOAT
  [0x05, 'decimal'], // DOUBLE
  [0x06, 'text'], // NULL itself
  [0x07, 'datetime'], // TIMESTAMP
  [0x08, 'integer'], // BIGINT
  [0x09, 'integer'], // MEDIUMINT
  [0x0a, 'date'],
  [0x0b, 'duration'], // TIME
  [0x0c, 'datetime'],
  [0x0d, 'integer'], // YEAR
  [0x0e, 'date'],
  [BIT, 'integer'],
  [0xf5, 'text'], // JSON, which MySQL sends as binary
  [0xf6, 'decimal'],
]);

const BINARY_CHARSET = 63;
/** `decimals` of a FLOAT or DOUBLE that has no scale. */
const NO_SCALE = 31;

/** A column as its metadata declares it; kinds are never guessed from values. Throws for GEOMETRY, which has no text. */
export function mysqlColumn(where: string, field: FieldPacket): SourceColumn {
  const { name, decimals, columnType = -1, columnLength = 1 } = field;
  if (columnType === GEOMETRY) {
    throw new ResultUnusable({
      where,
      got: `a GEOMETRY in column "${name}"`,
      expected: 'text, numbers, dates or bytes',
      next: 'Write ST_AsText(…) around it.',
    });
  }
  if (columnType === BIT) return { name, kind: 'integer', bits: columnLength };
  const kind = KINDS.get(columnType) ?? (isBinary(field) ? 'binary' : 'text');
  return kind === 'decimal' && decimals < NO_SCALE ? { name, kind, scale: decimals } : { name, kind };
}

/** MariaDB sends UUID, INET4, INET6 and JSON as text, and says so in extended metadata alone. */
function isBinary({ characterSet, extendedTypeName, extendedFormat }: FieldPacket): boolean {
  return characterSet === BINARY_CHARSET && extendedTypeName === undefined && extendedFormat === undefined;
}
