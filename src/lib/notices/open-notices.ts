import { deliverToAll } from '../delivery/deliver-to-all.ts';
import { openTarget, type TargetPlaces } from '../delivery/open-target.ts';
import { typedError } from '../errors/typed-error.ts';
import type { Logger } from '../logger.ts';
import type { Notice, Notices } from './notice.ts';

const MAIL_TIMEOUT_MS = 60_000;

/** Notices go into the log, and by mail to the operation's `operators` where it names any. */
export function openNotices(places: TargetPlaces, logger: Logger): Notices {
  return {
    async tell({ operators }, notice) {
      logger.warn({ noticeId: notice.id, ...notice.fields }, 'notice');
      if (operators === undefined) return true;
      try {
        const target = openTarget('operators', operators, places, null);
        await deliverToAll(target, letter(notice), AbortSignal.timeout(MAIL_TIMEOUT_MS));
        return true;
      } catch (error) {
        const { code, details, retry } = typedError(notice.id, error);
        logger.error({ ...details.facts, noticeId: notice.id, code }, 'notice not sent');
        return retry === 'permanent';
      }
    },
  };
}

function letter({ id, subject, text }: Notice) {
  return {
    runId: id,
    revision: 1,
    copy: 0,
    artifact: null,
    mail: { subject, text },
    supersedes: null,
    mayReplace: false,
  };
}
