import { BordereauError } from '../../errors/bordereau-error.ts';
import {
  TargetContended,
  TargetFull,
  TargetLoginRefused,
  TargetNotWritable,
  TargetUnavailable,
} from '../../errors/delivery-errors.ts';
import { systemCode } from '../../errors/file-system.ts';

/** What was asked of the server when it refused. */
export type SftpStep = 'look' | 'open' | 'read' | 'write' | 'rename' | 'remove';

/** Names of SSH_FXP_STATUS codes: draft-ietf-secsh-filexfer-02, 7 and, from 10 on, -13, 9.1. */
const STATUS: Readonly<Record<number, string>> = {
  2: 'NO_SUCH_FILE',
  3: 'PERMISSION_DENIED',
  4: 'FAILURE',
  8: 'OP_UNSUPPORTED',
  10: 'NO_SUCH_PATH',
  11: 'FILE_ALREADY_EXISTS',
  12: 'WRITE_PROTECT',
  14: 'NO_SPACE_ON_FILESYSTEM',
  15: 'QUOTA_EXCEEDED',
};
const FORBIDDEN = new Set([2, 3, 8, 10, 12]);
const FULL = new Set([14, 15]);
export const NO_SUCH_FILE = 2;
const FAILURE = 4;

/** The status of the server's answer; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

/** Turns what a request to the server ended with into a typed error. The server's texts, which repeat paths, are left out. */
export function sftpStepError(where: string, step: SftpStep, error: unknown): unknown {
  if (error instanceof BordereauError) return error;
  const status = statusOf(error);
  if (status === undefined) return new TargetUnavailable({ where, got: `no answer at ${step}` });
  const got = `SSH_FX_${STATUS[status] ?? status} at ${step}`;
  // The protocol of every OpenSSH has no status for a full disk or quota: its server says FAILURE.
  if (FULL.has(status) || (status === FAILURE && step === 'write')) {
    return new TargetFull({ where, got, expected: 'room on the server', next: 'Ask for room; it is tried again.' });
  }
  if (FORBIDDEN.has(status)) {
    const expected = 'a folder this login may read and write';
    return new TargetNotWritable({ where, got, expected, next: 'Try it with `bordereau doctor`.' });
  }
  if (status === 11) return new TargetContended({ where, got });
  return new TargetUnavailable({ where, got, expected: 'a server that can' });
}

/** Turns the error of a connection into a typed one. */
export function sftpConnectionError(where: string, setting: string, error: unknown): unknown {
  if (error instanceof BordereauError || !(error instanceof Error)) return error;
  const level = 'level' in error && typeof error.level === 'string' ? error.level : undefined;
  if (level === 'client-authentication') {
    const expected = 'a login';
    return new TargetLoginRefused({ where, got: 'a refusal of every login', expected, next: `Correct ${setting}.` });
  }
  const got = systemCode(error) ?? level;
  if (got === undefined) return error;
  return new TargetUnavailable({ where, got, expected: 'an SFTP server that answers' });
}
