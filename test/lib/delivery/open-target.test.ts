import { describe, expect, it } from 'vitest';
import { openTarget } from '../../../src/lib/delivery/open-target.ts';
import { folder, mail, sftp } from '../../../src/lib/delivery/target-spec.ts';

const PLACES = { outboxDir: '/outbox', foldersDir: '/folders', smtpUrl: null, dkim: null };
const MAIL = mail({ to: ['a@client.example'], from: 'exports@appels.example' });
const SFTP = sftp({ path: 'entrant' });
const SERVER = {
  setting: 'TARGET_CANAL_PLACE_URL',
  url: `sftp://exports:secret@client.example?hostKey=SHA256:${'a'.repeat(43)}`,
  secret: null,
};
const FOLDER = folder({ path: 'canal' });

describe('opening a target', () => {
  it.each([
    ['a folder', FOLDER, null, { kind: 'folder', repeatable: true }],
    ['a folder, whatever the mail server', FOLDER, 'nonsense', { kind: 'folder' }],
    ['a mail without a server', MAIL, null, { kind: 'outbox', repeatable: true }],
    ['a folder of an SFTP server', SFTP, null, { kind: 'sftp', repeatable: true }],
    ['a mail with a server', MAIL, 'smtp://mail.example', { kind: 'smtp', repeatable: false }],
  ])('opens %s', (_, spec, smtpUrl, expected) => {
    expect(openTarget('place', spec, { ...PLACES, smtpUrl }, SERVER)).toMatchObject({ name: 'place', ...expected });
  });

  it('refuses a mail when the server’s address cannot be read', () => {
    expect(() => openTarget('place', MAIL, { ...PLACES, smtpUrl: 'nonsense' }, null)).toThrowError(
      expect.objectContaining({ code: 'TARGET_MISDECLARED' }),
    );
  });

  it('refuses a target on a server whose setting is not given, naming the setting', () => {
    expect(() => openTarget('place', SFTP, { ...PLACES, smtpUrl: null }, { ...SERVER, url: null })).toThrowError(
      expect.objectContaining({ code: 'SETTING_MISSING', message: expect.stringContaining('TARGET_CANAL_PLACE_URL') }),
    );
  });
});
