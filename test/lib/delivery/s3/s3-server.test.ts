import { describe, expect, it } from 'vitest';
import { parseS3Url } from '../../../../src/lib/delivery/s3/s3-server.ts';

const setting = 'TARGET_CANAL_CLIENT_URL';

describe('the address of an S3 server', () => {
  it.each([
    [
      's3://AKIA:a%2Fb%2Bc@s3.eu-west-3.amazonaws.com?region=eu-west-3',
      { endpoint: 'https://s3.eu-west-3.amazonaws.com', region: 'eu-west-3', key: { id: 'AKIA', secret: 'a/b+c' } },
    ],
    ['s3://s3.eu-west-3.amazonaws.com?region=eu-west-3', { key: null, isPathStyle: false }],
    ['s3://id:secret@minio.example:9000?ca=/run/ca.pem', { endpoint: 'https://minio.example:9000', isPathStyle: true }],
    ['s3://id:secret@127.0.0.1:9000?tls=none', { endpoint: 'http://127.0.0.1:9000', caFile: null }],
    ['s3://id:secret@[::1]:9000?tls=none', { endpoint: 'http://[::1]:9000' }],
  ])('reads %s', (url, expected) => {
    expect(parseS3Url({ setting, url })).toMatchObject({ setting, ...expected });
  });

  it.each([
    ['https://id:canary-secret@minio.example'],
    ['s3://id:canary-secret@minio.example?tls=none'],
    ['s3://id:canary-secret@127.0.0.1.example?tls=none'],
    ['s3://id:canary-secret@127.0.0.1?tls=off'],
    ['s3://id:canary-secret@minio.example/bucket'],
    ['s3://:canary-secret@minio.example'],
  ])('refuses %s without repeating it', (url) => {
    expect(() => parseS3Url({ setting, url })).toThrowError(
      expect.objectContaining({
        code: 'TARGET_MISDECLARED',
        message: expect.not.stringMatching(/canary-secret|minio\.example/),
      }),
    );
  });
});
