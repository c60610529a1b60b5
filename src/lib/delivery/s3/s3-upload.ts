import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type * as S3 from '@aws-sdk/client-s3';

/** Larger files go in parts of this size, so no more than one part is in memory; S3 wants 5 MiB at least. */
const PART_BYTES = 16 * 1024 * 1024;
const ABORT_MS = 5000;

/** One object to be written. */
export interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType: string;
  readonly Metadata: Record<string, string>;
  /** `*`: only if nothing has the key. */
  readonly IfNoneMatch?: '*';
}

/** The client with its commands, and what stops them. */
export interface S3Session {
  readonly s3: typeof S3;
  readonly client: S3.S3Client;
  readonly signal: AbortSignal;
}

/**
 * Writes an object, which appears whole or not at all. The server compares the SHA-256 of what it got with what was sent;
 * when `content` fails, nothing is written. Errors: those of `content` and of the S3 client.
 */
export async function upload(session: S3Session, object: Upload, bytes: number, content: Readable): Promise<void> {
  if (bytes > PART_BYTES) return uploadInParts(session, object, content);
  const { s3, client, signal } = session;
  const Body = await buffer(content);
  const put = new s3.PutObjectCommand({ ...object, Body, ChecksumSHA256: checksum(Body) });
  await client.send(put, { abortSignal: signal });
}

async function uploadInParts(session: S3Session, object: Upload, content: Readable): Promise<void> {
  const { s3, client, signal } = session;
  const { Bucket, Key, IfNoneMatch, ...described } = object;
  const begin = new s3.CreateMultipartUploadCommand({ Bucket, Key, ...described, ChecksumAlgorithm: 'SHA256' });
  const { UploadId } = await client.send(begin, { abortSignal: signal });
  const place = { Bucket, Key, UploadId };
  try {
    const Parts: S3.CompletedPart[] = [];
    for await (const Body of partsOf(content)) {
      const part = { PartNumber: Parts.length + 1, ChecksumSHA256: checksum(Body) };
      const put = new s3.UploadPartCommand({ ...place, ...part, Body });
      const { ETag } = await client.send(put, { abortSignal: signal });
      Parts.push({ ...part, ETag });
    }
    const end = new s3.CompleteMultipartUploadCommand({
      ...place,
      MultipartUpload: { Parts },
      ...(IfNoneMatch === undefined ? {} : { IfNoneMatch }),
    });
    await client.send(end, { abortSignal: signal });
  } catch (error) {
    await abortUpload(session, place);
    throw error;
  }
}

/** Begins an upload and gives it up: what a key must be allowed for deliveries, without leaving anything. */
export async function tryUpload(session: S3Session, Bucket: string, Key: string): Promise<void> {
  const { s3, client, signal } = session;
  const begin = new s3.CreateMultipartUploadCommand({ Bucket, Key });
  const { UploadId } = await client.send(begin, { abortSignal: signal });
  await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }), { abortSignal: signal });
}

/** Parts of an upload that is neither ended nor given up are stored, and paid for, without being seen. */
async function abortUpload(
  { s3, client }: S3Session,
  place: { Bucket: string; Key: string; UploadId: string | undefined },
): Promise<void> {
  const abort = new s3.AbortMultipartUploadCommand(place);
  await client.send(abort, { abortSignal: AbortSignal.timeout(ABORT_MS) }).catch(() => {});
}

async function* partsOf(content: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const piece of content) {
    const next: Buffer = piece;
    held.push(next);
    bytes += next.length;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(held);
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/** As the S3 protocol writes a SHA-256. */
function checksum(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64');
}
