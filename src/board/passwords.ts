import { createHash, timingSafeEqual } from 'node:crypto';
import { BoardWithoutPassword } from '../lib/errors/board-errors.ts';
import { type Role, roles } from './role.ts';

/** Passwords of the board's users; a viewer without one does not exist. */
export interface BoardUsers {
  readonly operator: string | null;
  readonly viewer: string | null;
}

/** Gives the role a name and password log in as, or null; takes as long whatever is wrong with them. */
export type CheckPassword = (name: string, password: string) => Role | null;

/** Throws BoardWithoutPassword when there is no operator password. */
export function passwordChecker(users: BoardUsers): CheckPassword {
  if (users.operator === null || users.operator === '') {
    throw new BoardWithoutPassword({
      where: 'the board',
      got: 'no operator password',
      expected: 'BOARD_OPERATOR_PASSWORD, or BOARD_OPERATOR_PASSWORD_FILE',
      next: 'Set it and start again: whoever reaches an open board can change what is delivered.',
    });
  }
  const known = roles.map((role) => ({ role, digest: digestOf(users[role] ?? ''), exists: Boolean(users[role]) }));
  return (name, password) => {
    const given = digestOf(password);
    const matching = known.filter(({ digest }) => timingSafeEqual(digest, given));
    return matching.find(({ role, exists }) => exists && role === name)?.role ?? null;
  };
}

function digestOf(password: string): Buffer {
  return createHash('sha256').update(password).digest();
}
