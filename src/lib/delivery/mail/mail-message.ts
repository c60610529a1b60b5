import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import { TargetMisdeclared } from '../../errors/delivery-errors.ts';
import { artifactStream } from '../artifact-stream.ts';
import { headerText, type MailAddress, parseAddress } from './mail-address.ts';
import type { Parcel, ParcelArtifact } from '../target.ts';
import type { MailSpec } from '../target-spec.ts';

/** A mail target's addresses, read and checked. */
export interface MailList {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** Everyone who gets a message, once each. */
  readonly recipients: readonly string[];
}

/** Reads the addresses of a mail target; throws TargetMisdeclared, naming the field and not the address. */
export function mailList(target: string, spec: MailSpec): MailList {
  const read = (field: string, texts: readonly string[]): MailAddress[] =>
    texts.map((text, index) => parseAddress(`target ${target}, ${field}[${index}]`, text));
  const to = read('to', spec.to);
  const cc = read('cc', spec.cc);
  const bcc = read('bcc', spec.bcc);
  const recipients = new Map([...to, ...cc, ...bcc].map(({ address }) => [address.toLowerCase(), address]));
  if (recipients.size === 0) {
    throw new TargetMisdeclared({ where: `target ${target}`, got: 'no recipient', expected: 'at least one in `to`' });
  }
  return { from: parseAddress(`target ${target}, from`, spec.from), to, cc, recipients: [...recipients.values()] };
}

/**
 * The Message-ID of one revision of one run for one recipient: the same however often it is tried, so that a mail server
 * or a reader can tell a repetition; another one when a person sends it again on purpose.
 */
export function messageId(
  { runId, revision, copy }: Pick<Parcel, 'runId' | 'revision' | 'copy'>,
  recipient: string,
  list: MailList,
): string {
  const name = copy === 0 ? `r${revision}` : `r${revision}.${copy + 1}`;
  const key = createHash('sha256')
    .update(`${runId}\n${name.slice(1)}\n${recipient.toLowerCase()}`)
    .digest('hex');
  const readable = runId.replaceAll(/[^A-Za-z0-9=_+-]+/g, '.').slice(0, 120);
  const domain = list.from.address.slice(list.from.address.lastIndexOf('@') + 1);
  return `<${readable}.${name}.${key.slice(0, 16)}@${domain}>`;
}

/** The recipient of this parcel; throws TargetMisdeclared when it has none. */
export function recipientOf(target: string, { recipient }: Pick<Parcel, 'recipient'>): string {
  if (recipient !== null) return recipient;
  throw new TargetMisdeclared({ where: `target ${target}`, got: 'a parcel for nobody', expected: 'one recipient' });
}

/**
 * The whole message (RFC 5322, lines end in CRLF) for one recipient, as a stream that holds no more than a part of the
 * attachment. It fails at its end when the attachment is not what its manifest says.
 */
export function composeMail(
  target: string,
  list: MailList,
  recipient: string,
  parcel: Parcel,
  signal: AbortSignal,
): Readable {
  const { runId, revision, artifact, mail, supersedes } = parcel;
  if (mail === null) {
    throw new TargetMisdeclared({ where: `target ${target}`, got: 'a parcel without words', expected: 'a mail text' });
  }
  const earlier =
    supersedes === null ? undefined : messageId({ runId, revision: supersedes, copy: 0 }, recipient, list);
  const message = new MailComposer({
    from: list.from,
    to: [...list.to],
    cc: [...list.cc],
    subject: headerText(`target ${target}, subject`, mail.subject),
    messageId: messageId(parcel, recipient, list),
    inReplyTo: earlier,
    references: earlier,
    headers: {
      'X-Export-Run': headerText(`target ${target}, run`, `${runId} r${revision}`),
      'X-Envelope-To': recipient,
      'Auto-Submitted': 'auto-generated',
    },
    text: mail.text,
    html: mail.html,
    attachments: artifact === null ? [] : [attachment(target, artifact, signal)],
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message.compile().createReadStream();
}

/** About how large a message is as it travels, never less: base64 in lines of 76 characters, the words, and headers. */
export function estimatedBytes({ artifact, mail }: Pick<Parcel, 'artifact' | 'mail'>): number {
  const words = Buffer.byteLength(`${mail?.text ?? ''}${mail?.html ?? ''}`);
  return Math.ceil((artifact?.bytes ?? 0) / 57) * 78 + words * 3 + 4096;
}

function attachment(target: string, artifact: ParcelArtifact, signal: AbortSignal): Mail.Attachment {
  return {
    filename: headerText(`target ${target}, file name`, artifact.fileName),
    contentType: headerText(`target ${target}, content type`, artifact.contentType),
    contentTransferEncoding: 'base64',
    content: artifactStream(artifact, signal),
  };
}
