import { z } from 'zod';

/** How files for a target are encrypted, as an operation declares it: data; keys and passwords are settings. */
export type Encryption = OpenPgpEncryption | ZipEncryption;

export interface OpenPgpEncryption {
  readonly kind: 'openpgp';
  /** Name of the setting OPENPGP_KEY_<NAME>, in lower case. */
  readonly key: string;
  /** Of the recipient's primary key, as they told it another way: 40 or 64 hexadecimal digits, spaces allowed. */
  readonly fingerprint: string;
}

export interface ZipEncryption {
  readonly kind: 'zip';
  /** Name of the setting FILE_PASSWORD_<NAME>, in lower case; the password goes another way. */
  readonly password: string;
}

/** What comes after the name of an encrypted file. */
export const sealExtensions = { openpgp: '.pgp', zip: '.zip' } as const satisfies Record<Encryption['kind'], string>;

/** Files are encrypted to the recipient's OpenPGP key, for machines and for people who have one. */
export function openPgp(key: Omit<OpenPgpEncryption, 'kind'>): OpenPgpEncryption {
  return { kind: 'openpgp', ...key };
}

/** Files are packed into a zip with AES-256, for people: programs such as 7-Zip ask for the password. */
export function aesZip(entry: Omit<ZipEncryption, 'kind'>): ZipEncryption {
  return { kind: 'zip', ...entry };
}

const settingName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'the name of a setting in lower case, such as canal: letters, digits and _');

export const encryptionSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('openpgp'),
      key: settingName,
      fingerprint: z
        .string()
        .regex(/^ *(?:[0-9A-Fa-f] *){40}(?:(?:[0-9A-Fa-f] *){24})?$/, '40 or 64 hexadecimal digits'),
    }),
    z.strictObject({ kind: z.literal('zip'), password: settingName }),
  ],
  'openPgp({…}) or aesZip({…})',
);
