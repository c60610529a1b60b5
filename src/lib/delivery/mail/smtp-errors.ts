import { BordereauError } from '../../errors/bordereau-error.ts';
import {
  MailDeferred,
  MailLoginRefused,
  MailNotEncrypted,
  MailRefused,
  TargetUnavailable,
} from '../../errors/delivery-errors.ts';
import { isCertificateCode } from '../authority.ts';

/** What nodemailer tells with an error: its own code, the command it was at, and the server's reply. */
interface SmtpFailure {
  readonly code: string | undefined;
  /** The code of the system or of TLS under it. */
  readonly systemCode: string | undefined;
  readonly command: string | undefined;
  readonly reply: number | undefined;
  /** RFC 3463, such as 5.1.1. */
  readonly status: string | undefined;
}

/**
 * Turns an error of an SMTP session, before the message was handed over whole or with the server's reply to it, into a
 * typed one. Server texts repeat addresses and are left out, and so is the cause.
 */
export function smtpError(where: string, error: unknown): unknown {
  if (error instanceof BordereauError) return error;
  const failure = read(error);
  const got = [
    failure.reply,
    failure.status,
    failure.systemCode ?? failure.code,
    failure.command && `at ${failure.command}`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
  const details = { where, got: got === '' ? 'an error of the mail client' : got };
  if (failure.reply !== undefined && failure.reply < 500) {
    return new MailDeferred({ ...details, expected: 'a mail server that takes the message now' });
  }
  if (failure.code === 'EAUTH' || failure.code === 'ENOAUTH') {
    return new MailLoginRefused({ ...details, expected: 'a login', next: 'Correct SMTP_URL.' });
  }
  if (failure.code === 'ETLS' || isCertificateCode(failure.systemCode)) {
    const next = 'Nothing was sent. Ask the server’s people; a private authority is named with ?ca= in SMTP_URL.';
    return new MailNotEncrypted({ ...details, expected: 'TLS with a certificate that holds', next });
  }
  if (failure.reply !== undefined || failure.code === 'EMESSAGE' || failure.code === 'EENVELOPE') {
    return new MailRefused({ ...details, expected: 'a mail server that takes the message' });
  }
  return new TargetUnavailable({ ...details, expected: 'a mail server that answers' });
}

function read(error: unknown): SmtpFailure {
  const known = new Map<string, unknown>(error instanceof Error ? Object.entries(error) : []);
  const text = (field: string): string | undefined => {
    const value = known.get(field);
    return typeof value === 'string' ? value : undefined;
  };
  const reply = known.get('responseCode');
  return {
    code: text('code'),
    systemCode: text('originalCode'),
    command: text('command'),
    reply: typeof reply === 'number' ? reply : undefined,
    status: /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(text('response') ?? '')?.[1],
  };
}
