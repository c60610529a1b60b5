import type { ColumnKind, SourceColumn } from '../../rows/column.ts';

/** Declared types as MySQL names them, to the kinds they have there. */
const KINDS: readonly (readonly [declared: RegExp, kind: ColumnKind])[] = [
  [/^((TINY|SMALL|MEDIUM|BIG)?INT|INTEGER|YEAR|BOOL)/i, 'integer'],
  [/^(DECIMAL|NUMERIC|REAL|DOUBLE|FLOAT)/i, 'decimal'],
  [/^(DATETIME|TIMESTAMP)/i, 'datetime'],
  [/^DATE/i, 'date'],
  [/^TIME/i, 'duration'],
  [/^((TINY|MEDIUM|LONG)?BLOB|(VAR)?BINARY)/i, 'binary'],
];

/**
 * A column by its declared type. An expression has none: it is text unless the export declares it, for SQLite's values
 * have each a type of their own, and a kind is never guessed from values.
 */
export function sqliteColumn(name: string, declared: string | null): SourceColumn {
  const kind = KINDS.find(([type]) => declared !== null && type.test(declared))?.[1] ?? 'text';
  const scale = /^(?:DECIMAL|NUMERIC)\s*\(\s*\d+\s*(?:,\s*(\d+)\s*)?\)/i.exec(declared ?? '');
  return scale === null ? { name, kind } : { name, kind, scale: Number(scale[1] ?? 0) };
}
