import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKey, readKey, revokeKey } from 'openpgp';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Archive } from '../../../../src/lib/archive/archive.ts';
import { openFolderArchive } from '../../../../src/lib/archive/folder-archive.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { aesZip, openPgp } from '../../../../src/lib/delivery/encryption/encryption.ts';
import { openSeal, type Seal } from '../../../../src/lib/delivery/encryption/seal.ts';
import { sealArtifact } from '../../../../src/lib/delivery/encryption/seal-artifact.ts';
import type { ParcelArtifact } from '../../../../src/lib/delivery/target.ts';
import { gnuPgUser } from '../../../support/gnupg.ts';
import { listZip, openZip } from '../../../support/seven-zip.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { parcel } from '../../../contract/target.ts';

const run = 'canal/fiches-cloturees/2013-07-25';
const of = { run, revision: 1, target: 'client' } as const;
const { signal } = new AbortController();
const PASSWORD = 'un mot de passe assez long';
const zipSeal = openSeal(aesZip({ password: 'canal' }), { passwords: { canal: PASSWORD }, openPgpKeys: {} });

const pgpSeal = (publicKey: string, fingerprint: string): Seal =>
  openSeal(openPgp({ key: 'canal', fingerprint }), { passwords: {}, openPgpKeys: { canal: publicKey } });

interface Given {
  readonly archive: Archive;
  readonly artifact: ParcelArtifact;
  readonly sealed: (seal: Seal, stop?: AbortSignal) => Promise<ParcelArtifact>;
  /** What lies in the run's folder. */
  readonly entries: () => Promise<string[]>;
}

async function given(content: Buffer, name = 'fiches.csv'): Promise<Given> {
  const archive = openFolderArchive(join(await tempFolder(), 'archive'));
  const { artifact } = await parcel(await tempFolder(), name, content);
  return {
    archive,
    artifact,
    sealed: (seal, stop = signal) => sealArtifact(artifact, of, seal, { archive, clock: systemClock }, stop),
    entries: async () =>
      (await readdir(join(archive.root, run), { recursive: true }).catch((): string[] => [])).toSorted(),
  };
}

const hash = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

test('30 MB with accents and a semicolon in the name come out of gpg as they went in', async () => {
  const user = await gnuPgUser();
  const content = randomBytes(30 * 1024 * 1024);
  const { sealed } = await given(content, 'Fiches clôturées; août.csv');
  const copy = await sealed(pgpSeal(user.publicKey, user.fingerprint));
  expect(copy).toMatchObject({ fileName: 'Fiches clôturées; août.csv.pgp', contentType: 'application/pgp-encrypted' });
  expect(hash(await user.decrypt(copy.path))).toBe(hash(content));
  const bytes = await readFile(copy.path);
  expect({ bytes: bytes.length, sha256: hash(bytes) }).toEqual({ bytes: copy.bytes, sha256: copy.sha256 });
}, 60_000);

test('30 MB come out of 7-Zip with the password, and only with it', async () => {
  const content = randomBytes(30 * 1024 * 1024);
  const { sealed } = await given(content, 'Fiches clôturées; août.csv');
  const copy = await sealed(zipSeal);
  expect(copy.fileName).toBe('Fiches clôturées; août.csv.zip');
  expect(hash(await openZip(copy.path, PASSWORD))).toBe(hash(content));
  await expect(openZip(copy.path, 'un autre mot de passe')).rejects.toThrow(/Wrong password/);
  const listed = await listZip(copy.path);
  expect(listed).toContain('Path = Fiches clôturées; août.csv');
  expect(listed).toMatch(/Method = AES-256/);
}, 60_000);

test('the copy is made once, and every later ask gives the same bytes', async () => {
  const { archive, sealed, entries } = await given(Buffer.from('a;b\r\n'));
  const first = await sealed(zipSeal);
  expect(await sealed(zipSeal)).toEqual(first);
  expect(await entries()).toEqual([
    'deliveries',
    'deliveries/r1.client.zip-canal',
    'deliveries/r1.client.zip-canal/fiches.csv.zip',
    'deliveries/r1.client.zip-canal/manifest.json',
  ]);
  expect(await archive.sealed.list(run, 1)).toMatchObject([
    {
      target: 'client',
      seal: 'zip-canal',
      contentSha256: hash(Buffer.from('a;b\r\n')),
      file: { sha256: first.sha256 },
    },
  ]);
  expect(await archive.sealed.list(run, 2)).toEqual([]);
});

test('two attempts at a time end with one copy, that both give', async () => {
  const { sealed, entries } = await given(randomBytes(500_000));
  const [one, other] = await Promise.all([sealed(zipSeal), sealed(zipSeal)]);
  expect(one).toEqual(other);
  expect((await entries()).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('another key gets a copy of its own', async () => {
  const [old, young] = await Promise.all([gnuPgUser(), gnuPgUser()]);
  const { sealed } = await given(Buffer.from('a;b\r\n'));
  await sealed(pgpSeal(old.publicKey, old.fingerprint));
  const copy = await sealed(pgpSeal(young.publicKey, young.fingerprint));
  expect((await young.decrypt(copy.path)).toString()).toBe('a;b\r\n');
});

test('an empty file is encrypted too', async () => {
  const user = await gnuPgUser();
  const { sealed } = await given(Buffer.alloc(0));
  const copy = await sealed(pgpSeal(user.publicKey, user.fingerprint));
  expect((await user.decrypt(copy.path)).length).toBe(0);
});

test.each([['zip'], ['openpgp']])('%s: a file that is not what its manifest says leaves no copy', async (kind) => {
  const user = await gnuPgUser();
  const { artifact, sealed, entries } = await given(randomBytes(400_000));
  await writeFile(artifact.path, randomBytes(400_000));
  const seal = kind === 'zip' ? zipSeal : pgpSeal(user.publicKey, user.fingerprint);
  await expect(sealed(seal)).rejects.toMatchObject({ code: 'ARTIFACT_CHANGED' });
  expect(await entries()).toEqual(['deliveries']);
});

test.each([['zip'], ['openpgp']])('%s: an abort ends it with its reason and leaves no copy', async (kind) => {
  const user = await gnuPgUser();
  const { sealed, entries } = await given(randomBytes(20_000_000));
  const reason = new Error('cancelled');
  const control = new AbortController();
  const seal = kind === 'zip' ? zipSeal : pgpSeal(user.publicKey, user.fingerprint);
  const ended = expect(sealed(seal, control.signal)).rejects.toBe(reason);
  await expect.poll(async () => (await entries()).some((name) => /\.part\/./.test(name))).toBe(true);
  control.abort(reason);
  await ended;
  expect(await entries()).toEqual(['deliveries']);
});

test('gpg’s key is described by its end, and a word of warning comes before it', async () => {
  const user = await gnuPgUser();
  const seal = pgpSeal(user.publicKey, user.fingerprint.replace(/(....)/g, '$1 '));
  const now = Temporal.Now.instant();
  const day = now
    .add({ hours: 24 * 365 })
    .toString()
    .slice(0, 4);
  expect(await seal.check(now)).toMatch(new RegExp(`^OpenPGP to ${user.fingerprint.slice(-16)}, until ${day}-`));
  expect(await seal.check(now.add({ hours: 24 * 340 }))).toMatch(/, only until .*: ask for a new key$/);
});

const DAY_MS = 86_400_000;
const identity = { userIDs: [{ email: 'reception@client.example' }] };

test.each([
  ['expired', true, { ...identity, date: new Date(Date.now() - 2 * DAY_MS), keyExpirationTime: 86_400 }],
  ['made to sign only', false, { ...identity, subkeys: [{ sign: true }] }],
])('a key that is %s is refused', async (_, wasSound, options) => {
  const { publicKey } = await generateKey({ ...options, format: 'armored' });
  const seal = pgpSeal(publicKey, (await readKey({ armoredKey: publicKey })).getFingerprint());
  const refused = { code: 'ENCRYPTION_KEY_UNUSABLE', retry: 'permanent' };
  const { sealed, entries } = await given(Buffer.from('a;b\r\n'));
  await expect(sealed(seal)).rejects.toMatchObject(refused);
  expect(await entries()).toEqual(['deliveries']);
  await expect(seal.check(Temporal.Now.instant())).rejects.toMatchObject(refused);
  // An end that has come must not keep a worker from starting.
  if (wasSound) expect(await seal.check(null)).toMatch(/^OpenPGP to /);
  else await expect(seal.check(null)).rejects.toMatchObject(refused);
});

test('a key that was revoked is refused, when a worker starts too', async () => {
  const { publicKey, revocationCertificate } = await generateKey({ ...identity, format: 'armored' });
  const key = await readKey({ armoredKey: publicKey });
  const { publicKey: revoked } = await revokeKey({ key, revocationCertificate, format: 'armored' });
  const seal = pgpSeal(revoked, key.getFingerprint());
  await expect(seal.check(null)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_UNUSABLE' });
  const { sealed } = await given(Buffer.from('a;b\r\n'));
  await expect(sealed(seal)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_UNUSABLE' });
});

test('a key with another fingerprint than the pinned one, and a text that is no key, are refused', async () => {
  const { publicKey } = await generateKey({ ...identity, format: 'armored' });
  const code = 'ENCRYPTION_KEY_UNUSABLE';
  await expect(pgpSeal(publicKey, 'A'.repeat(40)).check(null)).rejects.toMatchObject({ code });
  await expect(pgpSeal(publicKey.slice(0, 200), 'A'.repeat(40)).check(null)).rejects.toMatchObject({ code });
});

test.each([
  ['OPENPGP_KEY_CANAL', openPgp({ key: 'canal', fingerprint: 'A'.repeat(40) })],
  ['FILE_PASSWORD_CANAL', aesZip({ password: 'canal' })],
])('without %s there is no seal', (setting, encryption) => {
  expect(() => openSeal(encryption, { passwords: {}, openPgpKeys: {} })).toThrowError(
    expect.objectContaining({ code: 'SETTING_MISSING', message: expect.stringContaining(setting) }),
  );
});
