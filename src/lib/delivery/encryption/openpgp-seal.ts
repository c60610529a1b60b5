import { Readable } from 'node:stream';
import type { PublicKey, Subkey } from 'openpgp';
import { Temporal } from 'temporal-polyfill';
import { EncryptionKeyUnusable } from '../../errors/delivery-errors.ts';
import { type OpenPgpEncryption, sealExtensions } from './encryption.ts';
import type { Seal } from './seal.ts';

/** Of this many days before the end of a key a person is told. */
const SOON_DAYS = 30;

/**
 * Encrypts to one recipient's public key (RFC 9580), binary, without compression. The library is loaded when it is needed.
 * Errors: EncryptionKeyUnusable.
 */
export function openPgpSeal({ key, fingerprint }: OpenPgpEncryption, armored: string): Seal {
  const pinned = fingerprint.replaceAll(' ', '').toLowerCase();
  const where = `OPENPGP_KEY_${key.toUpperCase()}`;
  return {
    id: `openpgp-${pinned.slice(-16)}`,
    extension: sealExtensions.openpgp,
    contentType: 'application/pgp-encrypted',
    async seal(plain) {
      const { createMessage, encrypt } = await import('openpgp');
      const recipient = await readPinnedKey(where, armored, pinned);
      await encryptionKeyOf(where, recipient, 'now');
      // Node's web streams are those of the library's types, declared twice.
      const binary = Readable.toWeb(plain) as unknown as globalThis.ReadableStream<Uint8Array>;
      const message = await createMessage({ binary });
      const encrypted = await encrypt({ message, encryptionKeys: recipient, format: 'binary' });
      return Readable.fromWeb(encrypted);
    },
    async check(now) {
      const recipient = await readPinnedKey(where, armored, pinned);
      const usable = await encryptionKeyOf(where, recipient, now === null ? 'ever' : 'now');
      const end = await endOf(recipient, usable);
      return `OpenPGP to ${pinned.slice(-16).toUpperCase()}, ${validity(end, now)}`;
    },
  };
}

/** The key of the setting, which must be the one that the operation pins. */
async function readPinnedKey(where: string, armored: string, pinned: string): Promise<PublicKey> {
  const { readKey } = await import('openpgp');
  const expected = `one public key with the fingerprint ${pinned.toUpperCase()}`;
  const next = 'Ask the recipient for their key and its fingerprint, by two ways.';
  const key = await readKey({ armoredKey: armored }).catch((cause: unknown) => {
    throw new EncryptionKeyUnusable({ where, got: 'a text that is no key', expected, next, cause });
  });
  if (key.getFingerprint() === pinned) return key;
  const got = `the fingerprint ${key.getFingerprint().toUpperCase()}`;
  throw new EncryptionKeyUnusable({ where, got, expected, next });
}

/** The part of the key that encrypts; `ever`: whether it has expired does not matter. */
async function encryptionKeyOf(where: string, key: PublicKey, when: 'now' | 'ever'): Promise<PublicKey | Subkey> {
  try {
    return await (when === 'now' ? key.getEncryptionKey() : key.getEncryptionKey(undefined, null));
  } catch (cause) {
    throw new EncryptionKeyUnusable({
      where,
      got: 'a key that is expired, revoked, too weak or not made to encrypt',
      expected: 'a key that encrypts today',
      next: 'Ask the recipient for a new one.',
      cause,
    });
  }
}

/** When the key can no longer be encrypted to; null: never. */
async function endOf(key: PublicKey, usable: PublicKey | Subkey): Promise<Temporal.Instant | null> {
  const ends = await Promise.all([key.getExpirationTime(), usable.getExpirationTime()]);
  const times = ends.flatMap((end) => (end === null || typeof end === 'number' ? [] : [end.getTime()]));
  return times.length === 0 ? null : Temporal.Instant.fromEpochMilliseconds(Math.min(...times));
}

function validity(end: Temporal.Instant | null, now: Temporal.Instant | null): string {
  if (end === null) return 'without an end';
  const day = end.toString().slice(0, 10);
  const soon = now !== null && Temporal.Instant.compare(end, now.add({ hours: 24 * SOON_DAYS })) < 0;
  return soon ? `only until ${day}: ask for a new key` : `until ${day}`;
}
