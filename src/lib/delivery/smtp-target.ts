import { BordereauError } from '../errors/bordereau-error.ts';
import { DeliveryIncomplete, DeliveryUncertain, MailDeferred, MailRefused } from '../errors/delivery-errors.ts';
import { composeMail, mailList, type MailList } from './mail-message.ts';
import type { SmtpServer } from './smtp-server.ts';
import { sendMessage, trySession } from './smtp-session.ts';
import { checkFailed, type Parcel, type Target } from './target.ts';
import type { MailSpec } from './target-spec.ts';

/**
 * Sends mails through a mail server: one message per recipient, so that one who is refused keeps nobody else from
 * theirs. A mail server cannot be asked what it already has: sending again repeats, under the same Message-ID.
 */
export function smtpTarget(name: string, spec: MailSpec, server: SmtpServer): Target {
  const list = mailList(name, spec);
  const where = `target ${name}`;
  return {
    name,
    kind: 'smtp',
    repeatable: false,
    async deliver(parcel, signal) {
      const replies: Record<string, string> = {};
      const failures: unknown[] = [];
      for (const recipient of list.recipients) {
        try {
          replies[recipient] = await sendOne(recipient, parcel, signal);
        } catch (error) {
          failures.push(error);
          if (!concernsOneRecipient(error)) break;
        }
      }
      if (failures.length > 0) throw summary(where, list, Object.keys(replies).length, failures);
      return { where: `${server.host}:${server.port}`, detail: replies };
    },
    async check(signal) {
      try {
        await trySession(where, server, signal);
        return { ok: true, detail: `${server.host}:${server.port} answers${ENCRYPTION_WORDS[server.encryption]}` };
      } catch (error) {
        return checkFailed(error);
      }
    },
  };

  async function sendOne(recipient: string, parcel: Parcel, signal: AbortSignal): Promise<string> {
    const message = composeMail(name, list, recipient, parcel, signal);
    const envelope = { from: list.from.address, to: [recipient], size: estimatedBytes(parcel) };
    return plain(await sendMessage(where, server, envelope, message, signal));
  }
}

const ENCRYPTION_WORDS = {
  starttls: ', encrypted (STARTTLS)',
  tls: ', encrypted (TLS)',
  none: ', not encrypted',
} as const;

/** Others may still get theirs after these. */
function concernsOneRecipient(error: unknown): boolean {
  return error instanceof MailRefused || error instanceof MailDeferred || error instanceof DeliveryUncertain;
}

/** The error that decides what happens next: nothing that was or may have been sent is ever repeated. */
function summary(where: string, list: MailList, sent: number, failures: readonly unknown[]): unknown {
  const uncertain = failures.find((error) => error instanceof DeliveryUncertain);
  const facts = { recipients: list.recipients.length, sent, codes: failures.map(codeOf).join(' ') };
  if (uncertain !== undefined) return new DeliveryUncertain({ ...uncertain.details, facts });
  if (sent === 0) return failures.find((error) => !isPermanent(error)) ?? failures[0];
  return new DeliveryIncomplete({
    where,
    got: `${sent} of ${list.recipients.length} messages sent, then ${facts.codes}`,
    expected: 'all of them',
    next: 'Send it again to those who are missing.',
    facts,
  });
}

function isPermanent(error: unknown): boolean {
  return error instanceof BordereauError && error.retry === 'permanent';
}

function codeOf(error: unknown): string {
  return error instanceof BordereauError ? error.code : 'ABORTED';
}

/** Size for the server to judge before the first byte: base64 in lines of 76 characters, the words, and headers. */
function estimatedBytes({ artifact, mail }: Parcel): number {
  return Math.ceil((artifact?.bytes ?? 0) / 57) * 78 + Buffer.byteLength(mail?.text ?? '') * 3 + 4096;
}

/** A server's reply on one line, short enough for a receipt. */
function plain(reply: string): string {
  return reply.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
}
