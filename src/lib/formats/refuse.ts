import { ValueNotOfKind } from '../errors/format-errors.ts';
import type { FileColumn } from '../rows/column.ts';
import type { LossLog } from './loss-log.ts';

/** Throws ValueNotOfKind for the cell being written; says what it is and what was expected, never the value. */
export type Refuse = (got: string, expected: string) => never;

export function refuserOf(column: FileColumn, number: number, losses: LossLog): Refuse {
  return (got, expected) => {
    throw new ValueNotOfKind({
      where: `row ${losses.row} column ${number} (${column.header}), declared ${column.kind}`,
      got,
      expected,
      next: 'Declare the column as text, or correct the query.',
    });
  };
}
