import type { Target } from './target.ts';

/** What happens to a file that makes a mail too large: it goes to another target, and the mail says where it is. */
export interface LargeFiles {
  /** Largest size of a mail, as it travels: a file counts 4/3 of its bytes, and the words with it. */
  readonly bytes: number;
  /** Another target of the operation, not a mail. */
  readonly target: string;
  /** Where people find it there: a link, or the name of a share. `{file}` is the name of the file. */
  readonly where: string;
}

/** The text that tells where the file is; in a link its name is percent-encoded. */
export function whereText({ where }: LargeFiles, fileName: string): string {
  return where.replaceAll('{file}', () => (isLink(where) ? encodeURIComponent(fileName) : fileName));
}

export function isLink(text: string): boolean {
  return /^https:\/\/[^\s"<>]+$/.test(text);
}

/** A mail target whose parcels may have their file elsewhere: it is laid there first, then the mail leaves. */
export function withLargeFiles(mail: Target, place: Target): Target {
  return {
    ...mail,
    async deliver({ elsewhere, ...parcel }, signal) {
      if (elsewhere === undefined) return await mail.deliver(parcel, signal);
      const laid = await place.deliver({ ...parcel, artifact: elsewhere, recipient: null }, signal);
      const { where, detail } = await mail.deliver(parcel, signal);
      return { where, detail: { ...detail, file: laid.where } };
    },
  };
}
