import { BordereauError } from './bordereau-error.ts';

/** A file to be compared is missing, or is not a table that can be read. */
export class TableUnreadable extends BordereauError {
  readonly code = 'TABLE_UNREADABLE';
  readonly retry = 'permanent';
}

/** More rows would have to be held in memory than a comparison may. */
export class ComparisonTooLarge extends BordereauError {
  readonly code = 'COMPARISON_TOO_LARGE';
  readonly retry = 'permanent';
}
