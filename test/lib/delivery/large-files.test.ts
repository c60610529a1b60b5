import fc from 'fast-check';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLink, whereText, withLargeFiles } from '../../../src/lib/delivery/large-files.ts';
import { estimatedBytes } from '../../../src/lib/delivery/mail/mail-message.ts';
import { outboxTarget } from '../../../src/lib/delivery/mail/outbox-target.ts';
import { folderTarget } from '../../../src/lib/delivery/folder/folder-target.ts';
import { folder, mail } from '../../../src/lib/delivery/target-spec.ts';
import { TargetUnavailable } from '../../../src/lib/errors/delivery-errors.ts';
import { parcel } from '../../contract/target.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const { signal } = new AbortController();
const SPEC = mail({ to: ['un@client.example'], from: 'exports@appels.example' });
const limit = { bytes: 1000, target: 'depot' };

test('where the file is may be a link, with the name percent-encoded, or words', () => {
  const link = whereText({ ...limit, where: 'https://partage.example/{file}?v={file}' }, 'août; 1.csv');
  expect(link).toBe('https://partage.example/ao%C3%BBt%3B%201.csv?v=ao%C3%BBt%3B%201.csv');
  expect(whereText({ ...limit, where: 'Partage CANAL, {file}' }, 'août $& 1.csv')).toBe('Partage CANAL, août $& 1.csv');
  expect(isLink(link)).toBe(true);
  expect(
    ['http://a.example', 'javascript:alert(1)', 'https://a.example/"x', 'voir https://a.example'].some(isLink),
  ).toBe(false);
});

test('the file lies at its place before the mail leaves, and the receipt says where', async () => {
  const dir = await tempFolder();
  const outbox = join(dir, 'outbox');
  const target = withLargeFiles(
    outboxTarget('client', SPEC, outbox),
    folderTarget('depot', folder({ path: 'depot' }), dir),
  );
  const { artifact, ...rest } = await parcel(dir, 'big.csv', Buffer.from('a;b\r\n'));
  const large = { ...rest, artifact: null, elsewhere: artifact, recipient: 'un@client.example' };
  const { detail } = await target.deliver(large, signal);
  expect(detail).toMatchObject({
    file: join(dir, 'depot/big.csv'),
    messageId: expect.stringContaining('@appels.example'),
  });
  expect(await readFile(join(dir, 'depot/big.csv'), 'utf8')).toBe('a;b\r\n');
  expect(await readdir(outbox)).toHaveLength(1);
});

test('no mail leaves while its file cannot be laid', async () => {
  const dir = await tempFolder();
  const outbox = join(dir, 'outbox');
  const away = {
    ...folderTarget('depot', folder({ path: 'depot' }), dir),
    deliver: () => Promise.reject(new TargetUnavailable({ where: 'target depot', got: 'nothing' })),
  };
  const { artifact, ...rest } = await parcel(dir, 'big.csv', Buffer.from('a;b\r\n'));
  const large = { ...rest, artifact: null, elsewhere: artifact, recipient: 'un@client.example' };
  await expect(withLargeFiles(outboxTarget('client', SPEC, outbox), away).deliver(large, signal)).rejects.toMatchObject(
    {
      code: 'TARGET_UNAVAILABLE',
    },
  );
  expect(await readdir(outbox).catch(() => [])).toEqual([]);
});

test('the estimate of a mail is never below its size, and not far above', async () => {
  const dir = await tempFolder();
  let made = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(200_000), fc.string({ unit: 'grapheme', maxLength: 2000 }), async (bytes, text) => {
      const words = {
        subject: 'Fiches',
        text: text.replaceAll(/\p{Cc}|\p{Cs}/gu, ' '),
        html: `<p>${'é'.repeat(300)}</p>`,
      };
      const file = await parcel(dir, 'fiches clôturées.csv', Buffer.alloc(bytes, 'x'), { mail: words });
      const { where } = await outboxTarget('client', SPEC, join(dir, `outbox-${++made}`)).deliver(
        { ...file, recipient: 'un@client.example' },
        signal,
      );
      const { length } = await readFile(where);
      expect(estimatedBytes(file)).toBeGreaterThanOrEqual(length);
      expect(estimatedBytes(file)).toBeLessThan(length * 1.02 + 12_000);
    }),
    { numRuns: 25 },
  );
});
