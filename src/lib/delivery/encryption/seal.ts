import type { Readable } from 'node:stream';
import type { Temporal } from 'temporal-polyfill';
import { SettingMissing } from '../../errors/settings-errors.ts';
import { zipStream } from '../../formats/compress.ts';
import { type Encryption, sealExtensions } from './encryption.ts';
import { openPgpSeal } from './openpgp-seal.ts';

/** A way to encrypt a file, with its key or password at hand. */
export interface Seal {
  /** Names the key or password, never its value; part of a folder's name. */
  readonly id: string;
  /** Comes after the name of the file. */
  readonly extension: string;
  readonly contentType: string;
  /** The file encrypted, as a stream that holds no more than a part of it; `name` is that of the file inside. */
  seal(plain: Readable, name: string): Promise<Readable>;
  /** One line for people; throws when it cannot encrypt, on account of its age only where `now` is given. */
  check(now: Temporal.Instant | null): Promise<string>;
}

/** Keys and passwords, by their names in lower case. */
export interface SealSecrets {
  readonly openPgpKeys: Readonly<Record<string, string>>;
  readonly passwords: Readonly<Record<string, string>>;
}

/** The seal that a target declares; throws SettingMissing. */
export function openSeal(encryption: Encryption, secrets: SealSecrets): Seal {
  switch (encryption.kind) {
    case 'openpgp':
      return openPgpSeal(encryption, secretOf('OPENPGP_KEY', encryption.key, secrets.openPgpKeys));
    case 'zip':
      return zipSeal(encryption.password, secretOf('FILE_PASSWORD', encryption.password, secrets.passwords));
  }
}

function zipSeal(name: string, password: string): Seal {
  return {
    id: `zip-${name}`,
    extension: sealExtensions.zip,
    contentType: 'application/zip',
    seal: async (plain, entry) => zipStream(plain, { name: entry, password }),
    check: async () => `zip, AES-256, with the password ${name}`,
  };
}

function secretOf(family: string, name: string, secrets: Readonly<Record<string, string>>): string {
  const secret = secrets[name];
  if (secret !== undefined) return secret;
  throw new SettingMissing({
    where: `${family}_${name.toUpperCase()}`,
    got: 'nothing',
    expected: 'what files are encrypted with',
  });
}
