import { finished } from 'node:stream/promises';
import { type Clock, systemClock } from '../../clock.ts';
import { BordereauError } from '../../errors/bordereau-error.ts';
import { TargetBusy, TargetNotEncrypted, TargetRefused, TargetUnavailable } from '../../errors/delivery-errors.ts';
import { systemCode } from '../../errors/file-system.ts';
import { artifactStream } from '../artifact-stream.ts';
import { isCertificateCode } from '../authority.ts';
import { knock, post } from './post.ts';
import { checkFailed, type Target } from '../target.ts';
import { noticeOf, signedHeaders } from './webhook-notice.ts';
import type { WebhookServer } from './webhook-server.ts';

/** The receiver asks to come back: too early, or too many at once. */
const LATER = new Set([408, 429]);

/**
 * Tells somebody that a file is there. The id of a notice is the same however often it is sent, so that who got it twice
 * knows; the file's bytes are proved before and stay here.
 */
export function webhookTarget(name: string, server: WebhookServer, clock: Clock = systemClock): Target {
  const where = `target ${name}`;
  return {
    name,
    kind: 'webhook',
    repeatable: true,
    async deliver(parcel, signal) {
      signal.throwIfAborted();
      if (parcel.artifact !== null) await finished(artifactStream(parcel.artifact, signal).resume());
      const notice = noticeOf(name, parcel);
      const seconds = Math.floor(clock.now().epochMilliseconds / 1000);
      const headers = signedHeaders(notice, seconds, server.key);
      const status = await limited(signal, (limit) => post(server.url, headers, notice.body, limit));
      if (status < 200 || status > 299) throw refusal(where, server.setting, status);
      return { where: server.url.origin, detail: { id: notice.id, status } };
    },
    async check(signal) {
      try {
        await limited(signal, (limit) => knock(server.url, limit));
        return { ok: true, detail: `${server.url.origin} answers; whether it takes notices shows with the first` };
      } catch (error) {
        return checkFailed(error);
      }
    },
  };

  async function limited<Answer>(signal: AbortSignal, ask: (limit: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const tooLate = AbortSignal.timeout(server.answerMs);
    try {
      return await ask(AbortSignal.any([signal, tooLate]));
    } catch (error) {
      signal.throwIfAborted();
      if (tooLate.aborted) throw new TargetUnavailable({ where, got: `no answer within ${server.answerMs} ms` });
      throw lineError(where, error);
    }
  }
}

function refusal(where: string, setting: string, status: number): BordereauError {
  const got = `status ${status}`;
  if (LATER.has(status)) return new TargetBusy({ where, got, expected: 'a receiver that takes the notice now' });
  if (status >= 500) return new TargetUnavailable({ where, got, expected: 'a receiver that takes the notice' });
  const next = `Ask the receiver's people; redirects are not followed: give the last address in ${setting}.`;
  return new TargetRefused({ where, got, expected: 'a status from 200 to 299', next });
}

function lineError(where: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (isCertificateCode(code)) {
    const next = 'Nothing was sent. A private authority is named with NODE_EXTRA_CA_CERTS.';
    return new TargetNotEncrypted({ where, got: code, expected: 'TLS with a certificate that holds', next });
  }
  return new TargetUnavailable({ where, got: code, expected: 'a receiver that answers' });
}
