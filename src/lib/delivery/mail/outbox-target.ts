import { link, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../../archive/durable.ts';
import { targetFileError } from '../file-errors.ts';
import { composeMail, mailList, messageId, recipientOf } from './mail-message.ts';
import { ifThere, tryOut, writeThenName } from '../new-file.ts';
import { checkFailed, type Parcel, type Target } from '../target.ts';
import type { MailSpec } from '../target-spec.ts';

/**
 * Writes mails as .eml files into a folder instead of sending them. A message's file is named
 * by its Message-ID, so delivering again finds it and leaves it alone.
 */
export function outboxTarget(name: string, spec: MailSpec, outbox: string): Target {
  const list = mailList(name, spec);
  return {
    name,
    kind: 'outbox',
    repeatable: true,
    recipients: list.recipients,
    async deliver(parcel, signal) {
      const recipient = recipientOf(name, parcel);
      const id = messageId(parcel, recipient, list);
      const fileName = emlName(id);
      try {
        await makeFolder(outbox);
        await writeMessage(fileName, recipient, parcel, signal);
        await syncFolder(outbox);
      } catch (error) {
        throw targetFileError(`target ${name}`, error, signal);
      }
      return { where: join(outbox, fileName), detail: { messageId: id } };
    },
    async check(signal) {
      try {
        await makeFolder(outbox);
        await tryOut(outbox);
        return { ok: true, detail: `mails are written as .eml files into ${outbox}, none is sent` };
      } catch (error) {
        return checkFailed(targetFileError(`target ${name}`, error, signal));
      }
    },
  };

  async function writeMessage(fileName: string, recipient: string, parcel: Parcel, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const final = join(outbox, fileName);
    if ((await ifThere(stat(final))) !== null) return;
    const temporary = join(outbox, `.${fileName}.part`);
    const message = composeMail(name, list, recipient, parcel, signal);
    await writeThenName(temporary, message, signal, () => link(temporary, final));
  }
}

function emlName(id: string): string {
  return `${id.slice(1, id.lastIndexOf('@'))}.eml`;
}
