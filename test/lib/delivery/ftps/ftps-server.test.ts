import { describe, expect, it } from 'vitest';
import { parseFtpsUrl } from '../../../../src/lib/delivery/ftps/ftps-server.ts';

const setting = 'TARGET_CANAL_CLIENT_URL';

describe('the address of an FTPS server', () => {
  it.each([
    ['ftps://me:secret@client.example', { host: 'client.example', port: 21, password: 'secret', caFile: null }],
    [
      'ftps://me:p%3A%2F%C3%A9@[::1]:2121?ca=/run/ca.pem',
      { host: '::1', port: 2121, password: 'p:/é', caFile: '/run/ca.pem' },
    ],
  ])('reads %s', (url, expected) => {
    expect(parseFtpsUrl({ setting, url })).toMatchObject({ setting, user: 'me', ...expected });
  });

  it.each([
    ['ftp://me:canary-secret@client.example'],
    ['ftps://me:canary-secret@client.example?tls=none'],
    ['ftps://me:canary-secret@client.example/entrant'],
    ['ftps://client.example'],
    ['ftps://me@client.example'],
  ])('refuses %s without repeating it', (url) => {
    expect(() => parseFtpsUrl({ setting, url })).toThrowError(
      expect.objectContaining({
        code: 'TARGET_MISDECLARED',
        message: expect.not.stringMatching(/canary-secret|client\.example/),
      }),
    );
  });
});
