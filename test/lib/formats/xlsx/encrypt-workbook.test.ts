import { createHash } from 'node:crypto';
import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import officeCrypto from 'officecrypto-tool';
import { afterEach, expect, test } from 'vitest';
import { BordereauError } from '../../../../src/lib/errors/bordereau-error.ts';
import {
  encryptWorkbook,
  LARGEST_ENCRYPTED_BYTES,
} from '../../../../src/lib/formats/xlsx/encryption/encrypt-workbook.ts';
import { buildXlsx, column, newPath, removeWorkbooks } from '../workbooks/build.ts';

afterEach(removeWorkbooks);

const idle = new AbortController().signal;

test.each([1, 3000])('X23 a workbook of %d rows opens with its password, and with no other', async (count) => {
  const rows = Array.from({ length: count }, (_, i) => [`fiche ${i}`, String(i * 7919)]);
  const { path, bytes } = await buildXlsx([{ columns: [column('Nom', 'text'), column('N', 'integer')], rows }]);
  const target = await newPath('chiffré.xlsx');
  const { bytes: size, sha256 } = await encryptWorkbook(path, target, 'mot de passe é€', idle);
  const encrypted = await readFile(target);
  expect(encrypted.subarray(0, 8).toString('hex')).toBe('d0cf11e0a1b11ae1');
  expect([size, sha256]).toEqual([encrypted.length, createHash('sha256').update(encrypted).digest('hex')]);
  expect(encrypted.includes('fiche')).toBe(false);
  expect((await officeCrypto.decrypt(encrypted, { password: 'mot de passe é€' })).equals(bytes)).toBe(true);
  await expect(officeCrypto.decrypt(encrypted, { password: 'mot de passe' })).rejects.toThrow();
});

test('X23 a workbook over the limit is refused with advice', async () => {
  const path = await newPath('grand.xlsx');
  await writeFile(path, '');
  await truncate(path, LARGEST_ENCRYPTED_BYTES + 1);
  await expect(encryptWorkbook(path, `${path}.chiffré`, 'x', idle)).rejects.toMatchObject({
    code: 'WORKBOOK_LIMIT_EXCEEDED',
    details: { next: 'Deliver a zip with a password instead, or split the export.' },
  });
});

test('X23 an abort, a missing file and a target that is there end it with a typed error', async () => {
  const { path } = await buildXlsx([{ columns: [column('Nom', 'text')], rows: [['x']] }]);
  const target = await newPath('chiffré.xlsx');
  await expect(encryptWorkbook(path, target, 'x', AbortSignal.abort())).rejects.toMatchObject({
    code: 'WRITING_STOPPED',
  });
  await expect(encryptWorkbook(`${path}.absent`, target, 'x', idle)).rejects.toBeInstanceOf(BordereauError);
  await (await open(target, 'wx')).close();
  await expect(encryptWorkbook(path, target, 'x', idle)).rejects.toMatchObject({ code: 'FILE_FAULT' });
});
