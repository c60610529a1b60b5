import { describe, expect, it } from 'vitest';
import { openTarget } from '../../../src/lib/delivery/open-target.ts';
import { folder, mail } from '../../../src/lib/delivery/target-spec.ts';

const PLACES = { outboxDir: '/outbox', foldersDir: '/folders', smtpUrl: null };
const MAIL = mail({ to: ['a@client.example'], from: 'exports@appels.example' });
const FOLDER = folder({ path: 'canal' });

describe('opening a target', () => {
  it.each([
    ['a folder', FOLDER, null, { kind: 'folder', repeatable: true }],
    ['a folder, whatever the mail server', FOLDER, 'nonsense', { kind: 'folder' }],
    ['a mail without a server', MAIL, null, { kind: 'outbox', repeatable: true }],
    ['a mail with a server', MAIL, 'smtp://mail.example', { kind: 'smtp', repeatable: false }],
  ])('opens %s', (_, spec, smtpUrl, expected) => {
    expect(openTarget('place', spec, { ...PLACES, smtpUrl })).toMatchObject({ name: 'place', ...expected });
  });

  it('refuses a mail when the server’s address cannot be read', () => {
    expect(() => openTarget('place', MAIL, { ...PLACES, smtpUrl: 'nonsense' })).toThrowError(
      expect.objectContaining({ code: 'TARGET_MISDECLARED' }),
    );
  });
});
