import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gzipFile, zipFile } from '../../../src/lib/formats/compress.ts';

const CONTENT = Buffer.from('Prénom;Nom\r\n'.repeat(200_000));
const { signal } = new AbortController();
let dir: string;
let source: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bordereau-compress-'));
  source = join(dir, 'file.csv');
  await writeFile(source, CONTENT);
});

afterAll(() => rm(dir, { recursive: true }));

async function entries(
  path: string,
  password?: string,
): Promise<{ name: string; encrypted: boolean; whole: boolean }[]> {
  const reader = new ZipReader(new Uint8ArrayReader(await readFile(path)), {
    useWebWorkers: false,
    ...(password === undefined ? {} : { password }),
  });
  const found = await reader.getEntries();
  return Promise.all(
    found.map(async (entry) => {
      if (entry.directory) throw new Error('a folder');
      const content = Buffer.from(await entry.getData(new Uint8ArrayWriter()));
      return { name: entry.filename, encrypted: entry.encrypted, whole: content.equals(CONTENT) };
    }),
  );
}

test('a gzip holds the file, says its hash and size, and is the same twice', async () => {
  const [first, second] = [join(dir, 'a.gz'), join(dir, 'b.gz')];
  const compressed = await gzipFile(source, first, signal);
  const bytes = await readFile(first);
  expect(gunzipSync(bytes).equals(CONTENT)).toBe(true);
  expect(compressed).toEqual({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(await gzipFile(source, second, signal)).toEqual(compressed);
});

test('a zip with a password is encrypted with AES-256 and opens with that password only', async () => {
  const path = join(dir, 'secret.zip');
  const compressed = await zipFile(source, path, { name: 'étude.csv', password: 'mot de passe' }, signal);
  const bytes = await readFile(path);
  expect(compressed.bytes).toBe(bytes.length);
  const aesField = bytes.indexOf(Buffer.from('01990700', 'hex'));
  expect(bytes[aesField + 8]).toBe(3);
  expect(await entries(path, 'mot de passe')).toEqual([{ name: 'étude.csv', encrypted: true, whole: true }]);
  await expect(entries(path, 'autre')).rejects.toThrow(/password/i);
});

test('a zip without a password is a plain zip', async () => {
  const path = join(dir, 'plain.zip');
  await zipFile(source, path, { name: 'file.csv' }, signal);
  expect(await entries(path)).toEqual([{ name: 'file.csv', encrypted: false, whole: true }]);
});

test.each([
  ['gzip', (from: string, to: string, signal: AbortSignal) => gzipFile(from, to, signal)],
  ['zip', (from: string, to: string, signal: AbortSignal) => zipFile(from, to, { name: 'x', password: 'y' }, signal)],
])(
  '%s ends with a typed error when the source is gone, the target exists or the work is stopped',
  async (name, compress) => {
    const target = join(dir, `${name}.out`);
    await expect(compress(join(dir, 'none'), target, signal)).rejects.toMatchObject({ code: 'ARCHIVE_NOT_WRITABLE' });
    await expect(compress(source, source, signal)).rejects.toMatchObject({ code: 'FILE_FAULT', message: /EEXIST/ });
    await expect(compress(source, `${target}2`, AbortSignal.abort())).rejects.toMatchObject({
      code: 'WRITING_STOPPED',
    });
  },
);
