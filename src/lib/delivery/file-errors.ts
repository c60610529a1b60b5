import { BordereauError } from '../errors/bordereau-error.ts';
import { TargetContended, TargetFull, TargetNotWritable, TargetUnavailable } from '../errors/delivery-errors.ts';
import { systemCode } from '../errors/file-system.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set([
  ...['EACCES', 'EPERM', 'EROFS', 'EXDEV', 'EMLINK', 'ENOTSUP', 'ENOSYS'],
  ...['ENOTDIR', 'ENOENT', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'],
]);

/** Turns an error of the file system under a target into a typed one; typed errors and aborts pass as they are. */
export function targetFileError(where: string, error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const got = systemCode(error);
  if (error instanceof BordereauError || got === undefined) return error;
  if (FULL.has(got)) {
    const next = 'Make room; it is tried again.';
    return new TargetFull({ where, got, expected: 'room at the target', next, cause: error });
  }
  if (FORBIDDEN.has(got) || isFromMkdir(error)) {
    const expected = 'a folder this process may write to, on a file system with hard links';
    return new TargetNotWritable({ where, got, expected, next: 'Try it with `bordereau doctor`.', cause: error });
  }
  if (got === 'EEXIST') {
    return new TargetContended({ where, got: 'EEXIST: the file appeared meanwhile', cause: error });
  }
  return new TargetUnavailable({ where, got, expected: 'a folder that answers', cause: error });
}

/** A file stands where a folder should be. */
function isFromMkdir(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
}
