import { describe, expect, it } from 'vitest';
import { parseSmtpUrl } from '../../../../src/lib/delivery/mail/smtp-server.ts';

describe('SMTP_URL', () => {
  it.each([
    ['smtp://mail.example', { host: 'mail.example', port: 587, encryption: 'starttls', login: null }],
    ['smtps://mail.example', { host: 'mail.example', port: 465, encryption: 'tls', login: null }],
    ['smtp://mail.example?tls=none', { host: 'mail.example', port: 25, encryption: 'none', login: null }],
    ['smtp://[::1]:2525?ca=/run/ca.pem', { host: '::1', port: 2525, caFile: '/run/ca.pem' }],
    ['smtp://me%40x:p%3A%2F%C3%A9@mail.example', { login: { user: 'me@x', password: 'p:/é' } }],
  ])('reads %s', (url, expected) => {
    expect(parseSmtpUrl(url)).toMatchObject(expected);
  });

  it.each([
    ['mail.example'],
    ['http://mail.example'],
    ['smtp://'],
    ['smtp://mail.example?tls=maybe'],
    ['smtp://mail.example?tsl=none'],
    ['smtps://mail.example?tls=none'],
    ['smtp://me:canary-secret@mail.example?tls=none'],
    ['smtp://me:canary-secret%@mail.example'],
  ])('refuses %s without repeating it', (url) => {
    expect(() => parseSmtpUrl(url)).toThrowError(
      expect.objectContaining({ code: 'TARGET_MISDECLARED', message: expect.not.stringContaining('canary-secret') }),
    );
  });
});
