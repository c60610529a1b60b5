import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { bodyText } from '../../../../src/lib/delivery/mail/body-text.ts';
import { deliverToAll } from '../../../../src/lib/delivery/deliver-to-all.ts';
import { outboxTarget } from '../../../../src/lib/delivery/mail/outbox-target.ts';
import { mail } from '../../../../src/lib/delivery/target-spec.ts';
import { parcel } from '../../../contract/target.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const { signal } = new AbortController();
const SPEC = mail({ to: ['sms@client.example'], from: 'exports@appels.example' });

test.each([
  ['of ASCII alone', '[sms]\ngsm=+221771234567\ntxt=Merci\n'],
  ['of accents, euros and a face', '[sms]\ntxt=Merci de votre réabonnement : 5 € 😀\n'],
  ['of long lines, dots and blanks at the ends', `.\n..a \n${'long '.repeat(300)}\n \n\n`],
  ['that is empty', ''],
])('a text %s arrives as the body of the mail, line by line', async (_, text) => {
  const dir = await tempFolder();
  const { artifact, ...rest } = await parcel(dir, 'sms.txt', Buffer.from(text));
  const body = { ...rest, artifact: null, mail: { subject: 'SMS', text: await bodyText(artifact, signal) } };
  const outbox = join(dir, 'outbox');
  await deliverToAll(outboxTarget('sms', SPEC, outbox), body, signal);
  const [name = ''] = await readdir(outbox);
  const received = await PostalMime.parse(await readFile(join(outbox, name)));
  expect((received.text ?? '').replaceAll('\r\n', '\n').replace(/\n$/, '')).toBe(text.replace(/\n$/, ''));
  expect(received).toMatchObject({ attachments: [] });
});

test('a text of more than 1 MiB is refused, saying how long it may be', async () => {
  const dir = await tempFolder();
  const { artifact } = await parcel(dir, 'sms.txt', Buffer.from(''));
  await truncate(artifact.path, 1024 * 1024 + 1);
  await expect(bodyText({ ...artifact, bytes: 1024 * 1024 + 1 }, signal)).rejects.toMatchObject({
    code: 'MAIL_BODY_TOO_LARGE',
    message: expect.stringContaining('expected at most 1048576'),
  });
});

test('a text that is no longer what its manifest says is refused', async () => {
  const { artifact } = await parcel(await tempFolder(), 'sms.txt', Buffer.from('gsm=1\n'));
  await expect(bodyText({ ...artifact, bytes: 5 }, signal)).rejects.toMatchObject({ code: 'ARTIFACT_CHANGED' });
});
