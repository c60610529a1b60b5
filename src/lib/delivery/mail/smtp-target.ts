import { composeMail, estimatedBytes, mailList, messageId, recipientOf } from './mail-message.ts';
import { sendMessage, type SmtpRoute, trySession } from './smtp-session.ts';
import { checkFailed, type Target } from '../target.ts';
import type { MailSpec } from '../target-spec.ts';

/**
 * Sends mails through a mail server. A mail server cannot be asked what it already has: sending again repeats, under the
 * same Message-ID.
 */
export function smtpTarget(name: string, spec: MailSpec, route: SmtpRoute): Target {
  const list = mailList(name, spec);
  const { server } = route;
  const where = `target ${name}`;
  return {
    name,
    kind: 'smtp',
    repeatable: false,
    recipients: list.recipients,
    async deliver(parcel, signal) {
      const recipient = recipientOf(name, parcel);
      const message = composeMail(name, list, recipient, parcel, signal);
      const envelope = { from: list.from.address, to: [recipient], size: estimatedBytes(parcel) };
      const reply = plain(await sendMessage(where, route, envelope, message, signal));
      return {
        where: `${server.host}:${server.port}`,
        detail: { messageId: messageId(parcel, recipient, list), reply },
      };
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
}

const ENCRYPTION_WORDS = {
  starttls: ', encrypted (STARTTLS)',
  tls: ', encrypted (TLS)',
  none: ', not encrypted',
} as const;

/** A server's reply on one line, short enough for a receipt. */
function plain(reply: string): string {
  return reply.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
}
