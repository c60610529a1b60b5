import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** How keys are made from a password: [MS-OFFCRYPTO] 2.3.4.11 to 2.3.4.13, with the values Excel itself uses. */
export const SPIN_COUNT = 100_000;
export const SALT_BYTES = 16;
export const KEY_BYTES = 32;
export const HASH_BYTES = 64;
export const BLOCK_BYTES = 16;

const SPINS_AT_ONCE = 5000;

/** What a derived key or vector is for. */
export const PURPOSE = {
  verifierInput: Buffer.from('fea7d2763b4b9e79', 'hex'),
  verifierHash: Buffer.from('d7aa0f6d3061344e', 'hex'),
  packageKey: Buffer.from('146e0be7abacd0d6', 'hex'),
  hmacKey: Buffer.from('5fb2ad010cb9e1f6', 'hex'),
  hmacValue: Buffer.from('a0677f02b22c8433', 'hex'),
} as const;

export const sha512 = (...parts: readonly Buffer[]): Buffer =>
  createHash('sha512').update(Buffer.concat(parts)).digest();

/** AES-256-CBC of whole blocks. */
export function encrypt(key: Buffer, vector: Buffer, bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, vector).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** The vector for a purpose or a segment, from the salt of the data. */
export const vectorOf = (salt: Buffer, purpose: Buffer): Buffer => sha512(salt, purpose).subarray(0, BLOCK_BYTES);

/** The password's own key encryptor: the package's key, and what proves that a password is right. */
export interface PasswordKey {
  readonly salt: Buffer;
  readonly verifierInput: Buffer;
  readonly verifierHash: Buffer;
  readonly packageKey: Buffer;
}

/** Wraps the package's key under the password; slow on purpose, with pauses for others. */
export async function wrapKey(password: string, packageKey: Buffer): Promise<PasswordKey> {
  const salt = randomBytes(SALT_BYTES);
  const spun = await spin(sha512(salt, Buffer.from(password, 'utf16le')));
  const wrap = (purpose: Buffer, bytes: Buffer): Buffer =>
    encrypt(sha512(spun, purpose).subarray(0, KEY_BYTES), salt, bytes);
  const verifier = randomBytes(SALT_BYTES);
  return {
    salt,
    verifierInput: wrap(PURPOSE.verifierInput, verifier),
    verifierHash: wrap(PURPOSE.verifierHash, sha512(verifier)),
    packageKey: wrap(PURPOSE.packageKey, packageKey),
  };
}

async function spin(start: Buffer): Promise<Buffer> {
  const counted = Buffer.alloc(4 + HASH_BYTES);
  start.copy(counted, 4);
  for (let turn = 0; turn < SPIN_COUNT; turn++) {
    counted.writeUInt32LE(turn, 0);
    sha512(counted).copy(counted, 4);
    if (turn % SPINS_AT_ONCE === 0) await setImmediate();
  }
  return Buffer.from(counted.subarray(4));
}
