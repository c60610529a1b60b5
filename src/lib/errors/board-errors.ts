import { BordereauError } from './bordereau-error.ts';

/** The board has no operator password; it never opens without one. */
export class BoardWithoutPassword extends BordereauError {
  readonly code = 'BOARD_WITHOUT_PASSWORD';
  readonly retry = 'permanent';
}
