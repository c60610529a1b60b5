import { BordereauError } from '../../errors/bordereau-error.ts';
import {
  TargetContended,
  TargetCorrupted,
  TargetFull,
  TargetLoginRefused,
  TargetNotEncrypted,
  TargetNotWritable,
  TargetUnavailable,
} from '../../errors/delivery-errors.ts';
import { systemCode } from '../../errors/file-system.ts';
import { isCertificateCode } from '../authority.ts';

/** Codes of the S3 protocol (API reference, "Error responses") and of MinIO, where their HTTP status says too little. */
const LOGIN = new Set(['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken', 'CredentialsProviderError']);
const DIGEST = new Set(['BadDigest', 'InvalidDigest', 'XAmzContentSHA256Mismatch', 'XAmzContentChecksumMismatch']);
const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded']);
/** Errors of the client itself, before an answer. */
const WITHOUT_ANSWER = new Set(['TimeoutError', 'CredentialsProviderError']);
/** Somebody else writes the same key: 409 while they do, 412 once they have. */
const CONTENDED = new Set([409, 412]);
/** A server that knows no condition on a write, or no parts, will not learn it. */
const NOT_IMPLEMENTED = 501;
/** The server asks to come back. */
const LATER = new Set([408, 429]);

/** The HTTP status of the server's answer; undefined for what is no answer. */
export function httpStatusOf(error: unknown): number | undefined {
  const metadata: unknown = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** Turns an error of the S3 client into a typed one. The server's texts, which repeat keys, are left out. */
export function s3Error(where: string, setting: string, error: unknown): unknown {
  if (error instanceof BordereauError || !(error instanceof Error)) return error;
  const status = httpStatusOf(error);
  const code = systemCode(error);
  // Neither the server's, nor the line's: a fault of ours, which shows as such.
  if (status === undefined && code === undefined && !WITHOUT_ANSWER.has(error.name)) return error;
  const got = [status, code ?? error.name].filter((part) => part !== undefined).join(' ');
  if (isCertificateCode(code)) {
    const next = `Nothing was sent. Ask the server's people; a private authority is named with ca= in ${setting}.`;
    return new TargetNotEncrypted({ where, got, expected: 'TLS with a certificate that holds', next });
  }
  if (LOGIN.has(error.name) || status === 401) {
    return new TargetLoginRefused({ where, got, expected: 'a key the server takes', next: `Correct ${setting}.` });
  }
  if (DIGEST.has(error.name)) {
    return new TargetCorrupted({ where, got, expected: 'the bytes as they were sent' });
  }
  if (FULL.has(error.name) || status === 507) {
    return new TargetFull({ where, got, expected: 'room on the server', next: 'Ask for room; it is tried again.' });
  }
  if (status !== undefined && CONTENDED.has(status)) return new TargetContended({ where, got });
  if (status === undefined || (status >= 500 && status !== NOT_IMPLEMENTED) || LATER.has(status)) {
    return new TargetUnavailable({ where, got, expected: 'an S3 server that answers' });
  }
  const expected = 'a bucket this key may list, read and write, in its region';
  return new TargetNotWritable({ where, got, expected, next: 'Try it with `bordereau doctor`.' });
}
