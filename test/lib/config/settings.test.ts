import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { targetServer } from '../../../src/lib/config/target-server.ts';
import { readSettings } from '../../../src/lib/config/settings.ts';
import { BadSettings } from '../../../src/lib/errors/settings-errors.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function problemsOf(environment: Record<string, string>): readonly { name: string; got: string; expected: string }[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment gives the defaults, with absolute folders', () => {
  expect(readSettings({})).toMatchObject({
    redisUrl: null,
    queuePrefix: '{bordereau}',
    archiveDir: resolve('.bordereau/archive'),
    boardPort: 3000,
    shutdownTimeoutMs: 30_000,
    sources: {},
  });
});

test('every problem is told at once, with the variable, what was got and the form allowed', () => {
  const problems = problemsOf({
    BOARD_PORT: 'http',
    LOG_LEVEL: 'loud',
    REDIS_URL: 'localhost:6379',
    SOURCE_CANAL_URL: 'oracle://x',
  });
  expect(problems.map(({ name }) => name).sort()).toEqual(['BOARD_PORT', 'LOG_LEVEL', 'REDIS_URL', 'SOURCE_CANAL_URL']);
  expect(problems.find(({ name }) => name === 'BOARD_PORT')).toEqual({
    name: 'BOARD_PORT',
    got: '"http"',
    expected: 'a port from 0 to 65535',
  });
});

test('a secret never appears in a message', () => {
  const canary = 'canary-5ecret';
  const environment = {
    BOARD_OPERATOR_PASSWORD: 'short',
    SMTP_URL: `http://user:${canary}@x`,
    SOURCE_CANAL_URL: `x:${canary}`,
    TARGET_CANAL_CLIENT_URL: `gopher://user:${canary}@x`,
    TARGET_CANAL_CLIENT_SECRET: canary,
  };
  expect(() => readSettings(environment)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(canary) }),
  );
});

test('a secret may be in a file, but not in both places', async () => {
  const file = join(await tempFolder(), 'secret');
  await writeFile(file, 'mysql://reader:secret@db:3306/canal\n');
  expect(readSettings({ SOURCE_CANAL_URL_FILE: file }).sources).toEqual({
    canal: 'mysql://reader:secret@db:3306/canal',
  });
  expect(problemsOf({ SOURCE_CANAL_URL_FILE: file, SOURCE_CANAL_URL: 'sqlite:x' })[0]?.expected).toBe(
    'only one of the two',
  );
  expect(problemsOf({ REDIS_URL_FILE: '/no/such/file' })[0]?.name).toBe('REDIS_URL_FILE');
});

test('the server of a target is found by the names of operation and target', () => {
  const url = 'sftp://me:x@client.example';
  const secret = `whsec_${'a'.repeat(32)}`;
  const settings = readSettings({ TARGET_SUD_EST_CLIENT_2_URL: url, TARGET_SUD_EST_CLIENT_2_SECRET: secret });
  expect(targetServer(settings, 'sud-est', 'client-2')).toEqual({
    setting: 'TARGET_SUD_EST_CLIENT_2_URL',
    url,
    secret,
  });
  expect(targetServer(settings, 'sud', 'client')).toEqual({
    setting: 'TARGET_SUD_CLIENT_URL',
    url: null,
    secret: null,
  });
});

test('a setting that does not exist is told with the one that was meant', () => {
  expect(problemsOf({ ARCHIVE_DIRR: 'x' })).toEqual([
    { name: 'ARCHIVE_DIRR', got: 'a setting that does not exist', expected: 'did you mean ARCHIVE_DIR?' },
  ]);
});
