import { BLOCK_BYTES, HASH_BYTES, KEY_BYTES, type PasswordKey, SALT_BYTES, SPIN_COUNT } from './agile-keys.ts';

/** Version 4.4, agile. */
const HEAD = Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]);
const PASSWORD = 'http://schemas.microsoft.com/office/2006/keyEncryptor/password';
const ALGORITHMS =
  `saltSize="${SALT_BYTES}" blockSize="${BLOCK_BYTES}" keyBits="${KEY_BYTES * 8}" hashSize="${HASH_BYTES}" ` +
  'cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"';

/** What a reader needs to open the package, all of it encrypted or public. */
export interface PackageFacts {
  readonly salt: Buffer;
  readonly hmacKey: Buffer;
  readonly hmacValue: Buffer;
}

/** The stream EncryptionInfo of an agile encryption. Source: [MS-OFFCRYPTO] 2.3.4.10. */
export function encryptionInfo({ salt, hmacKey, hmacValue }: PackageFacts, key: PasswordKey): Buffer {
  const xml = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n',
    `<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="${PASSWORD}">`,
    `<keyData ${ALGORITHMS} saltValue="${base64(salt)}"/>`,
    `<dataIntegrity encryptedHmacKey="${base64(hmacKey)}" encryptedHmacValue="${base64(hmacValue)}"/>`,
    `<keyEncryptors><keyEncryptor uri="${PASSWORD}"><p:encryptedKey spinCount="${SPIN_COUNT}" ${ALGORITHMS}`,
    ` saltValue="${base64(key.salt)}" encryptedVerifierHashInput="${base64(key.verifierInput)}"`,
    ` encryptedVerifierHashValue="${base64(key.verifierHash)}" encryptedKeyValue="${base64(key.packageKey)}"/>`,
    '</keyEncryptor></keyEncryptors></encryption>',
  ];
  return Buffer.concat([HEAD, Buffer.from(xml.join(''))]);
}

const base64 = (bytes: Buffer): string => bytes.toString('base64');
