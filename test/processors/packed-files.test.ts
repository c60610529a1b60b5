import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import officeCrypto from 'officecrypto-tool';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { shopEnvironment } from '../support/engine.ts';
import { shopExportsDir } from '../support/shop.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PASSWORD = 'correct horse battery';

/** The shop with its orders packed in some way. */
async function packedShop(fields: string): Promise<Record<string, string>> {
  const root = await tempFolder();
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  const exportsDir = join(root, 'exports');
  await cp(shopExportsDir, exportsDir, { recursive: true });
  const file = join(exportsDir, 'shop', 'orders.ts');
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace("deliver = ['people', 'share'];", `deliver = ['share'];\n${fields}`),
  );
  return { ...(await shopEnvironment()), EXPORTS_DIR: exportsDir, FILE_PASSWORD_SHOP: PASSWORD };
}

async function build(
  environment: Record<string, string>,
): Promise<{ file: string; manifest: Record<string, Record<string, string>> }> {
  const { stdout } = await runCommand(
    ['export', 'shop/orders', '--date', '2013-07-25', '--inline', '--json'],
    environment,
  );
  const { file } = JSON.parse(stdout) as { file: string };
  return {
    file,
    manifest: JSON.parse(await readFile(join(dirname(file), 'manifest.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >,
  };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('a gzip has the name, hash and bytes of its manifest, which keeps those of the plain file too', async () => {
  const environment = await packedShop("override compress = 'gzip' as const;");
  const { file, manifest } = await build(environment);
  const packed = await readFile(file);
  expect(file.endsWith('commandes_20130725.csv.gz')).toBe(true);
  expect(manifest['file']).toMatchObject({ sha256: sha256(packed), contentType: 'application/gzip' });
  expect(manifest['content']).toMatchObject({ name: 'commandes_20130725.csv', sha256: sha256(gunzipSync(packed)) });
  expect((await readdir(dirname(file))).sort()).toEqual(['commandes_20130725.csv.gz', 'manifest.json']);
  expect(await readFile(join(environment['FOLDERS_DIR']!, 'share', 'commandes_20130725.csv.gz'))).toEqual(packed);
});

test('a zip with a password opens with it alone, and nothing in clear is kept', async () => {
  const { file } = await build(await packedShop("override compress = 'zip' as const; override password = 'shop';"));
  const bytes = await readFile(file);
  const entries = await new ZipReader(new BlobReader(new Blob([bytes]))).getEntries();
  const [entry] = entries;
  if (entry === undefined || entry.directory) throw new Error('no file in the zip');
  expect(entry).toMatchObject({ filename: 'commandes_20130725.csv', encrypted: true });
  expect(await entry.getData(new TextWriter(), { password: PASSWORD })).toContain('+221771234567');
  await expect(entry.getData(new TextWriter(), { password: 'another password' })).rejects.toThrow();
  for (const name of await readdir(dirname(file))) {
    expect(await readFile(join(dirname(file), name), 'latin1')).not.toContain('771234567');
  }
});

test('a password that no setting gives fails the run by its name, before anything is published', async () => {
  const environment = await packedShop("override compress = 'zip' as const; override password = 'client';");
  await mkdir(environment['ARCHIVE_DIR']!, { recursive: true });
  const { code, stdout } = await runCommand(
    ['export', 'shop/orders', '--date', '2013-07-25', '--inline', '--json'],
    environment,
  );
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    state: 'failed',
    file: null,
    why: expect.stringContaining('FILE_PASSWORD_CLIENT'),
  });
});

test('a workbook with a password opens with it alone', async () => {
  const environment = await packedShop("override password = 'shop';");
  const file = join(environment['EXPORTS_DIR']!, 'shop', 'orders.ts');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('CsvExport', 'XlsxExport').replace('.csv', '.xlsx'));
  const built = await build(environment);
  const bytes = await readFile(built.file);
  expect(built.manifest['file']).toMatchObject({ name: 'commandes_20130725.xlsx', sha256: sha256(bytes) });
  const plain = Buffer.from(await officeCrypto.decrypt(bytes, { password: PASSWORD }));
  expect(built.manifest['content']).toMatchObject({ sha256: sha256(plain) });
  await expect(officeCrypto.decrypt(bytes, { password: 'another password' })).rejects.toThrow();
});
