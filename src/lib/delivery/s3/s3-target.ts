import { artifactStream } from '../artifact-stream.ts';
import { trustedAuthority } from '../authority.ts';
import { type FileFacts, isArtifact, laidReceipt, nameTaken, readsBackOtherwise, withFile } from '../laid-file.ts';
import { httpStatusOf, s3Error } from './s3-errors.ts';
import type { S3Server } from './s3-server.ts';
import { type S3Session, tryUpload, upload } from './s3-upload.ts';
import { checkFailed, type FileParcel, type Receipt, type Target } from '../target.ts';
import type { S3Spec } from '../target-spec.ts';

const SETUP_MS = 30_000;

/**
 * Lays files into a bucket. An object appears whole or not at all; a first revision is written on the condition that
 * nothing has its key. Its sha256 stays with it, so that the same file again is known without reading it.
 */
export function s3Target(name: string, spec: S3Spec, server: S3Server): Target {
  const where = `target ${name}`;
  const keyOf = (fileName: string): string => [spec.prefix.replace(/\/$/, ''), fileName].filter(Boolean).join('/');
  return {
    name,
    kind: 's3',
    repeatable: true,
    async deliver(parcel, signal) {
      signal.throwIfAborted();
      const filed = withFile(name, parcel);
      const key = keyOf(filed.artifact.fileName);
      return inSession(signal, (session) => put(session, spec.bucket, key, filed));
    },
    async check(signal) {
      try {
        const key = keyOf('.bordereau-check');
        await inSession(signal, async (session) => {
          await look(session, spec.bucket, key);
          await tryUpload(session, spec.bucket, key);
        });
        return { ok: true, detail: `s3://${spec.bucket}/${spec.prefix} at ${server.endpoint} can be written` };
      } catch (error) {
        return checkFailed(error);
      }
    },
  };

  async function inSession<Result>(signal: AbortSignal, use: (session: S3Session) => Promise<Result>): Promise<Result> {
    // Loaded when the first file goes out: commands that deliver nothing need not wait for it.
    const s3 = await import('@aws-sdk/client-s3');
    const authority = await trustedAuthority(server.setting, server.caFile);
    const client = new s3.S3Client({
      endpoint: server.endpoint,
      region: server.region,
      forcePathStyle: server.isPathStyle,
      // What is tried again, and when, is decided by the delivery (decision 007).
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: Math.min(SETUP_MS, server.silenceMs),
        socketTimeout: server.silenceMs,
        httpsAgent: { minVersion: 'TLSv1.2', ...authority },
      },
      ...(server.key === null
        ? {}
        : { credentials: { accessKeyId: server.key.id, secretAccessKey: server.key.secret } }),
    });
    try {
      return await use({ s3, client, signal });
    } catch (error) {
      signal.throwIfAborted();
      throw s3Error(where, server.setting, error);
    } finally {
      client.destroy();
    }
  }
}

async function put(session: S3Session, bucket: string, key: string, parcel: FileParcel): Promise<Receipt> {
  const { artifact, runId, revision } = parcel;
  const place = `s3://${bucket}/${key}`;
  const there = await look(session, bucket, key);
  if (there !== null && isArtifact(there, parcel)) return laidReceipt(place, parcel, 'already there');
  if (there !== null && !parcel.mayReplace) throw nameTaken(place);
  const object = {
    Bucket: bucket,
    Key: key,
    ContentType: artifact.contentType,
    Metadata: { sha256: artifact.sha256, run: runId, revision: String(revision) },
    ...(there === null ? { IfNoneMatch: '*' as const } : {}),
  };
  await upload(session, object, artifact.bytes, artifactStream(artifact, session.signal));
  const laid = await look(session, bucket, key);
  if (laid === null || !isArtifact(laid, parcel)) {
    throw readsBackOtherwise(place, laid ?? { bytes: 0, sha256: 'none' }, parcel);
  }
  return laidReceipt(place, parcel, there === null ? 'new' : 'replaced');
}

/** Size of the object and the sha256 that stands beside it, empty where it is not ours; null: nothing has the key. */
async function look({ s3, client, signal }: S3Session, Bucket: string, Key: string): Promise<FileFacts | null> {
  try {
    const found = await client.send(new s3.HeadObjectCommand({ Bucket, Key }), { abortSignal: signal });
    return { bytes: found.ContentLength ?? 0, sha256: found.Metadata?.['sha256'] ?? '' };
  } catch (error) {
    if (httpStatusOf(error) === 404) return null;
    throw error;
  }
}
