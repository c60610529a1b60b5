import { describe, expect, it } from 'vitest';
import { parseSftpUrl } from '../../../../src/lib/delivery/sftp/sftp-server.ts';

const setting = 'TARGET_CANAL_CLIENT_URL';
const KEY = `SHA256:${'a+/'.repeat(14)}b`;
const OTHER = `SHA256:${'B'.repeat(43)}`;

describe('the address of an SFTP server', () => {
  it.each([
    [`sftp://me:secret@client.example?hostKey=${KEY}`, { host: 'client.example', port: 22, password: 'secret' }],
    [`sftp://me:p%3A%2F%C3%A9@[::1]:2222?hostKey=${KEY}`, { host: '::1', port: 2222, password: 'p:/é' }],
    [`sftp://me@client.example?key=/run/secrets/key&hostKey=${KEY}`, { keyFile: '/run/secrets/key', password: '' }],
    [`sftp://me:x@client.example?hostKey=${encodeURIComponent(KEY)}&hostKey=${OTHER}`, { hostKeys: [KEY, OTHER] }],
  ])('reads %s', (url, expected) => {
    expect(parseSftpUrl({ setting, url })).toMatchObject({ setting, user: 'me', ...expected });
  });

  it.each([
    [`smtp://me:canary-secret@client.example?hostKey=${KEY}`],
    [`sftp://me:canary-secret%@client.example?hostKey=${KEY}`],
    [`sftp://me:canary-secret@client.example`],
    [`sftp://me:canary-secret@client.example?hostKey=MD5:12:34`],
    [`sftp://me:canary-secret@client.example?hostKey=${KEY}&hostkey=${KEY}`],
    [`sftp://me:canary-secret@client.example/folder?hostKey=${KEY}`],
    [`sftp://me@client.example?hostKey=${KEY}`],
    [`sftp://client.example?hostKey=${KEY}`],
    ['sftp:nonsense'],
  ])('refuses %s without repeating it', (url) => {
    expect(() => parseSftpUrl({ setting, url })).toThrowError(
      expect.objectContaining({
        code: 'TARGET_MISDECLARED',
        message: expect.not.stringMatching(/canary-secret|client\.example/),
      }),
    );
  });

  it('names the setting that is missing', () => {
    expect(() => parseSftpUrl({ setting, url: null })).toThrowError(
      expect.objectContaining({ code: 'SETTING_MISSING', message: expect.stringContaining(setting) }),
    );
  });
});
