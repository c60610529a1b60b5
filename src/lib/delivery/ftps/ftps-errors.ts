import { BordereauError } from '../../errors/bordereau-error.ts';
import {
  TargetFull,
  TargetLoginRefused,
  TargetNotEncrypted,
  TargetNotWritable,
  TargetUnavailable,
} from '../../errors/delivery-errors.ts';
import { systemCode } from '../../errors/file-system.ts';
import { isCertificateCode } from '../authority.ts';

/** What was asked of the server when it refused. */
export type FtpsStep = 'connect' | 'encrypt' | 'log in' | 'enter' | 'look' | 'read' | 'write' | 'rename' | 'remove';

/** Replies that mean a full disk or quota: RFC 959, 4.2.2. */
const FULL = new Set([452, 552]);

/** The server's reply code; undefined for what is no reply. */
export function replyOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

/** Turns what a step ended with into a typed error. The server's texts, which repeat names, are left out. */
export function ftpsError(where: string, setting: string, step: FtpsStep, error: unknown): BordereauError {
  if (error instanceof BordereauError) return error;
  const reply = replyOf(error);
  const code = systemCode(error);
  const got = `${reply ?? code ?? 'no answer'} at ${step}`;
  if (isCertificateCode(code) || (step === 'encrypt' && reply !== undefined)) {
    const next = `Nothing was sent. Ask the server's people; a private authority is named with ?ca= in ${setting}.`;
    return new TargetNotEncrypted({ where, got, expected: 'TLS with a certificate that holds', next });
  }
  if (reply === undefined || reply < 500) {
    if (reply !== undefined && FULL.has(reply)) return full(where, got);
    return new TargetUnavailable({ where, got, expected: 'an FTPS server that answers' });
  }
  if (step === 'log in') {
    return new TargetLoginRefused({ where, got, expected: 'a login', next: `Correct ${setting}.` });
  }
  if (FULL.has(reply)) return full(where, got);
  const expected = 'a folder this login may read and write';
  return new TargetNotWritable({ where, got, expected, next: 'Try it with `bordereau doctor`.' });
}

function full(where: string, got: string): TargetFull {
  return new TargetFull({ where, got, expected: 'room on the server', next: 'Ask for room; it is tried again.' });
}
