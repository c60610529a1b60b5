import { BordereauError } from '../errors/bordereau-error.ts';
import { fileSystemError, systemCode } from '../errors/file-system.ts';
import { FileFault } from '../errors/format-errors.ts';

/** Any error of writing or reading a file as a typed one; the system's code, never a path, is in the message. */
export function fileError(where: string, cause: unknown): BordereauError {
  const known = fileSystemError(where, cause);
  if (known instanceof BordereauError) return known;
  return new FileFault({ where, got: systemCode(cause) ?? 'an error without a code', cause });
}
