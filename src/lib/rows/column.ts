/** The kinds of value a column can hold; declared by the author or read from the driver's metadata, never guessed from values. */
export const COLUMN_KINDS = [
  'text',
  'integer',
  'decimal',
  'date',
  'datetime',
  'duration',
  'boolean',
  'binary',
] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** A column as the source announces it before the first row. */
export interface SourceColumn {
  /** The name or alias in the result set, as sent. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Digits after the decimal mark of a `decimal`; absent when the source does not fix them (DOUBLE). */
  readonly scale?: number;
  /** The value is a BIT(n): its cell holds the n bits as big-endian bytes, to be read as an unsigned number. */
  readonly bits?: number;
}

/** A column of the file, as the writer needs it. */
export interface FileColumn {
  /** The column title written in the file. */
  readonly header: string;
  readonly kind: ColumnKind;
  /** Digits after the decimal mark, for `decimal`; absent: as the source wrote them. */
  readonly scale?: number;
  readonly bits?: number;
  /** Width in characters, XLSX only; absent: measured on the first rows. */
  readonly width?: number;
  /** Repairs UTF-8 that was stored in a latin1 column, value by value (`SÃ©nÃ©gal` becomes `Sénégal`). */
  readonly repair?: 'utf8-in-latin1';
  /** `false` exempts the column from the formula guard of the profile. */
  readonly guard?: boolean;
}
