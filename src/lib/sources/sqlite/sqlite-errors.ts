import type { BordereauError, ErrorDetails } from '../../errors/bordereau-error.ts';
import {
  QueryRejected,
  SourceAccessDenied,
  SourceBusy,
  SourceInterrupted,
  SourceUnreachable,
} from '../../errors/source-errors.ts';

type ErrorClass = new (details: ErrorDetails) => BordereauError;

/** What SQLite's primary result codes mean for a run. Any other: the query is refused. */
const CLASSES: readonly (readonly [prefix: string, errorClass: ErrorClass])[] = [
  ['SQLITE_BUSY', SourceBusy],
  ['SQLITE_LOCKED', SourceBusy],
  ['SQLITE_INTERRUPT', SourceInterrupted],
  ['SQLITE_IOERR', SourceInterrupted],
  ['SQLITE_NOMEM', SourceInterrupted],
  ['SQLITE_CANTOPEN', SourceUnreachable],
  ['SQLITE_NOTADB', SourceAccessDenied],
  ['SQLITE_CORRUPT', SourceAccessDenied],
  ['SQLITE_PERM', SourceAccessDenied],
  ['SQLITE_AUTH', SourceAccessDenied],
];

/**
 * Our error for one of SQLite. Its text is repeated for SQLITE_ERROR alone (syntax, unknown table or column), where it
 * names identifiers of the query's own text; other texts may hold values.
 */
export function sqliteError(where: string, cause: unknown): BordereauError {
  const code = systemCode(cause);
  const errorClass = CLASSES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? QueryRejected;
  const said = code === 'SQLITE_ERROR' && cause instanceof Error ? `: ${cause.message}` : '';
  return new errorClass({ where, got: `${code}${said}`, facts: { code }, cause });
}

/** The `code` of an error of Node or SQLite; `UNKNOWN` without one. */
export function systemCode(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
