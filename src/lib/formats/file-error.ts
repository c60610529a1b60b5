import { BordereauError } from '../errors/bordereau-error.ts';
import { DiskFull, FileFault } from '../errors/format-errors.ts';

const NO_SPACE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A system error of reading or writing a file as one of ours; its code, never a path, is in the message. */
export function fileError(where: string, cause: unknown): BordereauError {
  if (cause instanceof BordereauError) return cause;
  const code = systemCode(cause);
  if (NO_SPACE.has(code)) {
    return new DiskFull({ where, got: code, expected: 'room for the file', next: 'Free space in the archive.', cause });
  }
  return new FileFault({ where, got: code, cause });
}

function systemCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'an unknown error';
}
