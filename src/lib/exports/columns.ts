import type { ColumnKind } from '../rows/column.ts';

/** What an author may add to a column. */
export interface ColumnOptions {
  /** Title in the file; default: the column's name in the query. */
  readonly header?: string;
  /** Width in characters, workbooks only; default: measured on the first rows. */
  readonly width?: number;
  /** Repairs UTF-8 stored in a latin1 column, value by value. */
  readonly repair?: 'utf8-in-latin1';
  /** `false`: the profile's formula guard leaves this column alone. */
  readonly guard?: boolean;
}

/** A column of the contract with the recipient: the query must give it under this name, at this place. */
export interface ColumnContract extends ColumnOptions {
  readonly name: string;
  /** Absent: as the source's metadata says. */
  readonly kind?: ColumnKind;
  /** Digits after the decimal mark; values are rounded half away from zero. */
  readonly scale?: number;
}

type MakeColumn = (name: string, options?: ColumnOptions) => ColumnContract;
const kind =
  (of: ColumnKind): MakeColumn =>
  (name, options = {}) => ({ name, kind: of, ...options });

/** Kept as it is: names, phones, contract numbers. */
export const text = kind('text');
export const integer = kind('integer');
export const date = kind('date');
export const datetime = kind('datetime');
/** A time span such as `36:00:00`. */
export const duration = kind('duration');
/** 0 or 1 in the source, Oui or Non (or what the profile says) in the file. */
export const boolean = kind('boolean');
export const binary = kind('binary');

/** A number with `scale` digits after the decimal mark. */
export function decimal(name: string, scale: number, options: ColumnOptions = {}): ColumnContract {
  return { name, kind: 'decimal', scale, ...options };
}

/** A column whose kind is what the source's metadata says. */
export function column(name: string, options: ColumnOptions = {}): ColumnContract {
  return { name, ...options };
}
