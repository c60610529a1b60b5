import { BordereauError } from './bordereau-error.ts';

/** A run id that is not `operation/export/interval`. */
export class BadRunId extends BordereauError {
  readonly code = 'BAD_RUN_ID';
  readonly retry = 'permanent';
}

/** A manifest or run record that does not have the form docs/archive.md describes. */
export class ArchiveDamaged extends BordereauError {
  readonly code = 'ARCHIVE_DAMAGED';
  readonly retry = 'permanent';
}

/** The archive's folder cannot be written: read-only, no permission, vanished, or links between file systems. */
export class ArchiveNotWritable extends BordereauError {
  readonly code = 'ARCHIVE_NOT_WRITABLE';
  readonly retry = 'permanent';
}

/** The disk or quota is full; room may be made, so the run is tried again later. */
export class DiskFull extends BordereauError {
  readonly code = 'DISK_FULL';
  readonly retry = 'busy';
}
