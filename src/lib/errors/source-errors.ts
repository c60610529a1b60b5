import { BordereauError } from './bordereau-error.ts';

/** SOURCE_<NAME>_URL cannot be read. Says what is wrong, never the URL: it holds a password. */
export class SourceUrlInvalid extends BordereauError {
  readonly code = 'SOURCE_URL_INVALID';
  readonly retry = 'permanent';
}

/** A query's text and its parameters do not agree; lists every problem. */
export class QueryTextInvalid extends BordereauError {
  readonly code = 'QUERY_TEXT_INVALID';
  readonly retry = 'permanent';
  readonly problems: readonly string[];

  constructor(origin: string, problems: readonly string[]) {
    super({
      where: origin,
      got: `${problems.length === 1 ? 'a problem' : `${problems.length} problems`} in the query: ${problems.join('; ')}`,
    });
    this.problems = problems;
  }
}

/** The server cannot be reached, or not yet: refused, timed out, name not found, shutting down. */
export class SourceUnreachable extends BordereauError {
  readonly code = 'SOURCE_UNREACHABLE';
  readonly retry = 'transient';
}

/** The server or the file refuses us for good: user, password, database, rights, encryption. */
export class SourceAccessDenied extends BordereauError {
  readonly code = 'SOURCE_ACCESS_DENIED';
  readonly retry = 'permanent';
}

/** Too many connections, or a lock that was not given in time: worth a longer wait. */
export class SourceBusy extends BordereauError {
  readonly code = 'SOURCE_BUSY';
  readonly retry = 'busy';
}

/** The connection broke off, or somebody stopped the query, before the last row. */
export class SourceInterrupted extends BordereauError {
  readonly code = 'SOURCE_INTERRUPTED';
  readonly retry = 'transient';
}

/** The server fell silent while rows were awaited and no longer works on the query. */
export class SourceSilent extends BordereauError {
  readonly code = 'SOURCE_SILENT';
  readonly retry = 'transient';
}

/** The query or the session took longer than its budget. */
export class SourceTimeExceeded extends BordereauError {
  readonly code = 'SOURCE_TIME_EXCEEDED';
  readonly retry = 'busy';
}

/** The server does not accept the query: syntax, unknown table or column, a right that is missing. */
export class QueryRejected extends BordereauError {
  readonly code = 'QUERY_REJECTED';
  readonly retry = 'permanent';
}

/** The query ran but its result cannot be exported whole and exact. */
export class ResultUnusable extends BordereauError {
  readonly code = 'RESULT_UNUSABLE';
  readonly retry = 'permanent';
}

/** The server cannot be made to show times in the zone of the operation. */
export class SourceZoneUnknown extends BordereauError {
  readonly code = 'SOURCE_ZONE_UNKNOWN';
  readonly retry = 'permanent';
}

/** Our reading of raw rows no longer fits the database driver: a defect of ours, found before a wrong row was given. */
export class SourceDriverChanged extends BordereauError {
  readonly code = 'SOURCE_DRIVER_CHANGED';
  readonly retry = 'permanent';
}

/** A session was used after its end, or for two queries at once: a defect of the caller. */
export class SourceSessionMisused extends BordereauError {
  readonly code = 'SOURCE_SESSION_MISUSED';
  readonly retry = 'permanent';
}
