import { describe, expect, it } from 'vitest';
import { mysqlAddress } from '../../../../src/lib/sources/mysql/mysql-url.ts';

describe('mysqlAddress', () => {
  it('reads every part, percent-encoded where it must be', () => {
    expect(mysqlAddress('source canal', 'mysql://export%40dakar:p%2Fw%3A%23@db.example:3307/canal?ssl=verify')).toEqual(
      {
        host: 'db.example',
        port: 3307,
        user: 'export@dakar',
        password: 'p/w:#',
        database: 'canal',
        ssl: 'verify',
      },
    );
  });

  it('has defaults for the port, the database and the encryption', () => {
    expect(mysqlAddress('source canal', 'mysql://u@[::1]')).toEqual({
      host: '::1',
      port: 3306,
      user: 'u',
      password: '',
      ssl: 'off',
    });
  });

  it.each([
    ['mysql://u:s3cret@', 'a URL that cannot be read'],
    ['mysql://u:s3cret@h:99999/db', 'a URL that cannot be read'],
    ['postgres://u:s3cret@h/db', 'a URL of another kind'],
    ['mysql:///db?x=s3cret', 'a URL without a host'],
    ['mysql://h/s3cret', 'a URL without a user'],
    ['mysql://u:s3cret@h/db?ssl=yes', 'an unknown value of "ssl"'],
    ['mysql://u:s3cret@h/db?tls=verify', 'an unknown option "tls"'],
    ['mysql://u:s3cret%zz@h/db', 'a "%" that is not part of a percent-encoded character'],
  ])('refuses %s and does not repeat it', (url, got) => {
    expect(() => mysqlAddress('source canal', url)).toThrow(
      expect.objectContaining({
        code: 'SOURCE_URL_INVALID',
        retry: 'permanent',
        message: expect.stringContaining(`source canal: got ${got}, expected mysql://`),
      }),
    );
    expect(() => mysqlAddress('source canal', url)).not.toThrow(/s3cret/);
  });
});
