import type { BoundStatement } from '../bound-query.ts';
import type { BordereauError, ErrorDetails } from '../../errors/bordereau-error.ts';
import {
  QueryRejected,
  SourceAccessDenied,
  SourceBusy,
  SourceInterrupted,
  SourceTimeExceeded,
  SourceUnreachable,
} from '../../errors/source-errors.ts';

type ErrorClass = new (details: ErrorDetails) => BordereauError;

interface Meaning {
  readonly errorClass: ErrorClass;
  readonly got: string;
  readonly next?: string;
  /**
   * Whether the server's text is repeated: always when it names identifiers alone; for a syntax error it quotes the
   * statement, so only when no value is bound in it, else its line.
   */
  readonly said?: 'always' | 'unless-bound';
}

/** What the errors of MySQL and MariaDB mean for a run, by number: the text decides nothing. */
const BY_NUMBER: Readonly<Record<number, Meaning>> = {
  1040: { errorClass: SourceBusy, got: 'too many connections to the server' },
  1203: { errorClass: SourceBusy, got: 'too many connections of the account' },
  1226: { errorClass: SourceBusy, got: 'a spent resource limit of the account' },
  1205: { errorClass: SourceBusy, got: 'a lock that was not given in time' },
  1021: { errorClass: SourceBusy, got: 'a server whose disk is full' },
  1037: { errorClass: SourceBusy, got: 'a server out of memory' },
  1041: { errorClass: SourceBusy, got: 'a server out of memory' },
  1114: { errorClass: SourceBusy, got: 'a server whose temporary space is full' },
  1213: { errorClass: SourceBusy, got: 'a deadlock' },
  1044: { errorClass: SourceAccessDenied, got: 'no right to the database' },
  1045: { errorClass: SourceAccessDenied, got: 'a refused user or password' },
  1049: { errorClass: SourceAccessDenied, got: 'an unknown database' },
  1129: { errorClass: SourceAccessDenied, got: 'a server that blocks this host after many errors' },
  1130: { errorClass: SourceAccessDenied, got: 'a refusal of connections from this host' },
  1251: { errorClass: SourceAccessDenied, got: 'a way to log in that the driver does not know' },
  1698: { errorClass: SourceAccessDenied, got: 'a refused user or password' },
  1820: { errorClass: SourceAccessDenied, got: 'an expired password' },
  1862: { errorClass: SourceAccessDenied, got: 'an expired password' },
  3118: { errorClass: SourceAccessDenied, got: 'a locked account' },
  4151: { errorClass: SourceAccessDenied, got: 'a locked account' },
  1317: { errorClass: SourceInterrupted, got: 'a query stopped by somebody (KILL QUERY)' },
  1927: { errorClass: SourceInterrupted, got: 'a connection closed by somebody (KILL)' },
  3169: { errorClass: SourceInterrupted, got: 'a connection closed by somebody (KILL)' },
  4031: { errorClass: SourceInterrupted, got: 'a connection closed for being idle' },
  1047: { errorClass: SourceInterrupted, got: 'a server that is not ready' },
  1053: { errorClass: SourceInterrupted, got: 'a server that shuts down' },
  1077: { errorClass: SourceInterrupted, got: 'a server that shuts down' },
  1079: { errorClass: SourceInterrupted, got: 'a server that shuts down' },
  1080: { errorClass: SourceInterrupted, got: 'a connection closed by the server' },
  1158: { errorClass: SourceInterrupted, got: 'a network error at the server' },
  1159: { errorClass: SourceInterrupted, got: 'a network timeout at the server' },
  1160: { errorClass: SourceInterrupted, got: 'a network error at the server' },
  1161: { errorClass: SourceInterrupted, got: 'a network timeout at the server' },
  1020: { errorClass: SourceInterrupted, got: 'a row changed since the snapshot' },
  1412: { errorClass: SourceInterrupted, got: 'a table altered since the snapshot' },
  1615: { errorClass: SourceInterrupted, got: 'a table altered while the query began' },
  1969: { errorClass: SourceTimeExceeded, got: 'a query over its time limit (max_statement_time)' },
  3024: { errorClass: SourceTimeExceeded, got: 'a query over its time limit (max_execution_time)' },
  1792: {
    errorClass: QueryRejected,
    got: 'a statement that is refused in a READ ONLY transaction',
    next: 'Queries may write to temporary tables alone, made with CREATE TEMPORARY TABLE in the first query of a session.',
  },
  1054: { errorClass: QueryRejected, got: 'an unknown column', said: 'always' },
  1064: { errorClass: QueryRejected, got: 'a syntax error', said: 'unless-bound' },
  1142: { errorClass: QueryRejected, got: 'a table the account may not read', said: 'always' },
  1146: { errorClass: QueryRejected, got: 'an unknown table', said: 'always' },
};

/** Errors of Node's sockets and of the driver, by code. */
const BY_CODE: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: { errorClass: SourceUnreachable, got: 'a refused connection' },
  ENOTFOUND: { errorClass: SourceUnreachable, got: 'a host name that does not resolve' },
  EAI_AGAIN: { errorClass: SourceUnreachable, got: 'a host name that does not resolve for now' },
  EHOSTUNREACH: { errorClass: SourceUnreachable, got: 'a host that cannot be reached' },
  ENETUNREACH: { errorClass: SourceUnreachable, got: 'a network that cannot be reached' },
  ETIMEDOUT: { errorClass: SourceUnreachable, got: 'no answer in time' },
  HANDSHAKE_NO_SSL_SUPPORT: { errorClass: SourceAccessDenied, got: 'a server without encryption' },
  HANDSHAKE_SSL_ERROR: { errorClass: SourceAccessDenied, got: 'a failed or untrusted encryption' },
  AUTH_SWITCH_PLUGIN_ERROR: { errorClass: SourceAccessDenied, got: 'a way to log in that the driver does not know' },
};

const REJECTED: Meaning = { errorClass: QueryRejected, got: 'an error of the server' };
const BROKEN: Meaning = { errorClass: SourceInterrupted, got: 'a broken connection' };

/**
 * Our error for one of the server, of the driver or of the socket; `statement` is the one that failed, if any. The server's numbers without a meaning above are refusals of the query. The driver's error is no `cause`: it carries
 * the statement with its values.
 */
export function mysqlError(where: string, error: unknown, statement?: BoundStatement): BordereauError {
  const { errno, code, sqlState, message } = described(error);
  const meaning = errno > 0 ? (BY_NUMBER[errno] ?? REJECTED) : (BY_CODE[code] ?? BROKEN);
  const label = errno > 0 ? `${errno} ${code}`.trim() : code;
  return new meaning.errorClass({
    where,
    got: `${meaning.got} (${label})${repeated(meaning, message, statement)}`,
    ...(meaning.next === undefined ? {} : { next: meaning.next }),
    facts: { errno, code, sqlState },
  });
}

function repeated({ said }: Meaning, message: string, statement: BoundStatement | undefined): string {
  if (said === undefined || statement === undefined) return '';
  const placed = message.replace(LINE, (_, line: string) => `at line ${Number(line) + statement.line - 1}`);
  if (said === 'unless-bound' && statement.values.length > 0) return `: ${LINE.exec(placed)?.[0] ?? 'somewhere'}`;
  return `: ${placed.replace(ACCOUNT, 'the account')}`;
}

const LINE = /at line (\d+)$/;
/** 'user'@'host': an address. */
const ACCOUNT = /'[^']*'@'[^']*'/;

interface Described {
  /** The server's number; 0 when the error is not the server's (Node's errno are negative). */
  readonly errno: number;
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
}

function described(error: unknown): Described {
  if (!(error instanceof Error)) return { errno: 0, code: 'CONNECTION_LOST', sqlState: '', message: '' };
  const errno = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const sqlState = 'sqlState' in error && typeof error.sqlState === 'string' ? error.sqlState : '';
  return { errno: Math.max(0, errno), code, sqlState, message: error.message };
}
