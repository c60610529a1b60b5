import { BordereauError } from './bordereau-error.ts';

/** The rows do not fit the limits of the workbook's format (formats.md X1, X20, X23, F1). */
export class WorkbookLimitExceeded extends BordereauError {
  readonly code = 'WORKBOOK_LIMIT_EXCEEDED';
  readonly retry = 'permanent';
}
