import { createHash, createHmac } from 'node:crypto';
import type { Parcel } from '../target.ts';

/** A notice: what it says, and the id by which its receiver knows it again. */
export interface WebhookNotice {
  readonly id: string;
  /** JSON; the same bytes however often it is sent. */
  readonly body: string;
}

/** What `target` is told of a parcel. No row, no address: names, sizes and times alone. */
export function noticeOf(
  target: string,
  { artifact, runId, revision, supersedes, copy, about }: Parcel,
): WebhookNotice {
  const file = artifact && {
    name: artifact.fileName,
    bytes: artifact.bytes,
    sha256: artifact.sha256,
    contentType: artifact.contentType,
  };
  const interval = about === undefined ? null : { from: rfc3339(about.interval.from), to: rfc3339(about.interval.to) };
  const data = { run: runId, revision, supersedes, interval, rows: about?.rows ?? null, file };
  return {
    id: `msg_${createHash('sha256')
      .update(JSON.stringify([runId, revision, target, copy]))
      .digest('hex')
      .slice(0, 32)}`,
    body: JSON.stringify({ type: file === null ? 'file.none' : 'file.ready', data }),
  };
}

/** Headers that prove a notice, as the Standard Webhooks specification says; `seconds` of the epoch at this attempt. */
export function signedHeaders({ id, body }: WebhookNotice, seconds: number, key: Buffer): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}

/** Without the name of the zone (RFC 9557), which few readers of times know. */
function rfc3339(time: string | null): string | null {
  return time?.replace(/\[.*\]$/, '') ?? null;
}
