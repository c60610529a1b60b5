import { ProofFailed } from '../../errors/format-errors.ts';

/** The error for an archive that a strict reader would refuse. */
export function brokenArchive(what: string, got: string, expected: string, cause?: unknown): ProofFailed {
  return new ProofFailed({
    where: `the archive of the workbook, ${what}`,
    got,
    expected,
    next: 'The file is built again; if it happens again, check the disk.',
    cause,
  });
}
