import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { WorkbookLimitExceeded } from '../../../errors/workbook-errors.ts';
import { compoundFile } from '../../compound-file.ts';
import type { CompressedFile } from '../../compress.ts';
import { fileError } from '../../file-error.ts';
import { stoppedBy } from '../../unless-stopped.ts';
import { bytesOfFile, type ByteSource } from '../../zip/byte-source.ts';
import { FileSink } from '../../zip/file-sink.ts';
import { BLOCK_BYTES, encrypt, HASH_BYTES, KEY_BYTES, PURPOSE, SALT_BYTES, vectorOf, wrapKey } from './agile-keys.ts';
import { DATA_SPACES } from './data-spaces.ts';
import { encryptionInfo } from './encryption-info.ts';

/** Largest workbook that is encrypted: the encrypted one is held in memory, twice for a moment. */
export const LARGEST_ENCRYPTED_BYTES = 64 * 1024 * 1024;

/** The package is encrypted in segments, each with a vector of its own. */
const SEGMENT_BYTES = 4096;
const SEGMENTS_READ = 256;
const SIZE_BYTES = 8;

/**
 * Writes a new file that Excel opens with the password alone: ECMA-376 agile encryption, AES-256 and SHA-512, with a
 * keyed hash over all. Rejects with WorkbookLimitExceeded over 64 MiB, with WritingStopped, or as fileError says; the
 * caller then removes the target (formats.md X23).
 */
export async function encryptWorkbook(
  source: string,
  target: string,
  password: string,
  signal: AbortSignal,
): Promise<CompressedFile> {
  const plain = await opened(source, 'r');
  try {
    const workbook = await bytesOfFile(plain);
    checkSize(workbook.size);
    return await writeNew(target, await encryptedFile(workbook, password, signal));
  } finally {
    await plain.close();
  }
}

async function encryptedFile(workbook: ByteSource, password: string, signal: AbortSignal): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES);
  const salt = randomBytes(SALT_BYTES);
  const encrypted = await encryptedPackage(workbook, key, salt, signal);
  const hmacKey = randomBytes(HASH_BYTES);
  const facts = {
    salt,
    hmacKey: encrypt(key, vectorOf(salt, PURPOSE.hmacKey), hmacKey),
    hmacValue: encrypt(
      key,
      vectorOf(salt, PURPOSE.hmacValue),
      createHmac('sha512', hmacKey).update(encrypted).digest(),
    ),
  };
  const info = encryptionInfo(facts, await wrapKey(password, key));
  return await compoundFile(new Map([...DATA_SPACES, ['/EncryptionInfo', info], ['/EncryptedPackage', encrypted]]));
}

/** The size, then the segments; the last one is filled up to a whole block. */
async function encryptedPackage(workbook: ByteSource, key: Buffer, salt: Buffer, signal: AbortSignal): Promise<Buffer> {
  const blocks = Math.ceil(workbook.size / BLOCK_BYTES);
  const result = Buffer.alloc(SIZE_BYTES + blocks * BLOCK_BYTES);
  result.writeBigUInt64LE(BigInt(workbook.size));
  for (let at = 0; at < workbook.size; at += SEGMENTS_READ * SEGMENT_BYTES) {
    if (signal.aborted) throw stoppedBy(signal);
    const part = await workbook.read(at, SEGMENTS_READ * SEGMENT_BYTES);
    encryptSegments(part, at / SEGMENT_BYTES, key, salt, result.subarray(SIZE_BYTES + at));
  }
  return result;
}

function encryptSegments(part: Buffer, first: number, key: Buffer, salt: Buffer, result: Buffer): void {
  const number = Buffer.alloc(4);
  for (let at = 0; at < part.length; at += SEGMENT_BYTES) {
    const segment = part.subarray(at, at + SEGMENT_BYTES);
    const whole = Buffer.concat([segment], Math.ceil(segment.length / BLOCK_BYTES) * BLOCK_BYTES);
    number.writeUInt32LE(first + at / SEGMENT_BYTES);
    encrypt(key, vectorOf(salt, number), whole).copy(result, at);
  }
}

async function writeNew(target: string, bytes: Buffer): Promise<CompressedFile> {
  const file = await opened(target, 'wx');
  try {
    await new FileSink(file).append(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function opened(path: string, flags: 'r' | 'wx'): Promise<FileHandle> {
  return open(path, flags, 0o600).catch((cause: unknown) => {
    throw fileError('encrypting the workbook', cause);
  });
}

function checkSize(bytes: number): void {
  if (bytes <= LARGEST_ENCRYPTED_BYTES) return;
  throw new WorkbookLimitExceeded({
    where: 'encrypting the workbook',
    got: `${bytes} bytes`,
    expected: `at most ${LARGEST_ENCRYPTED_BYTES}`,
    next: 'Deliver a zip with a password instead, or split the export.',
  });
}
