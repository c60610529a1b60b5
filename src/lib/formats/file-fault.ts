import { DiskFull, FileFault } from '../errors/format-errors.ts';

const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The typed error for a failed read or write of the file being built: DiskFull when it cannot grow, else FileFault. */
export function fileFault(cause: unknown, where: string): DiskFull | FileFault {
  const errno = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'an error';
  const facts = { errno };
  if (NO_ROOM.has(errno)) {
    return new DiskFull({
      where,
      got: errno,
      expected: 'free space',
      next: 'Free space for the archive.',
      facts,
      cause,
    });
  }
  return new FileFault({ where, got: errno, expected: 'a file open for reading and writing', facts, cause });
}
