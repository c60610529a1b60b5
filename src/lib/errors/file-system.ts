import { ArchiveNotWritable, DiskFull } from './archive-errors.ts';
import { BordereauError } from './bordereau-error.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'EXDEV',
  'ENOTDIR',
  'ENOENT',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
]);

/** The `code` of a system error, such as ENOSPC; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Turns an error of the file system under the archive into a typed one; what is typed already passes. */
export function fileSystemError(where: string, error: unknown): unknown {
  if (error instanceof BordereauError) return error;
  const code = systemCode(error);
  if (code === undefined) return error;
  if (FULL.has(code)) {
    return new DiskFull({
      where,
      got: code,
      expected: 'room on the disk',
      next: 'Make room; the run is tried again.',
      cause: error,
    });
  }
  if (!FORBIDDEN.has(code)) return error;
  return new ArchiveNotWritable({
    where,
    got: code,
    expected: 'a folder this process may write to',
    next: 'See `bordereau doctor`.',
    cause: error,
  });
}
