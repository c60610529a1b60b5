import type { Notice, Notices } from '../../src/lib/notices/notice.ts';

/** Notices that are kept instead of sent. */
export function keptNotices(): Notices & { readonly kept: Notice[] } {
  const kept: Notice[] = [];
  return {
    kept,
    tell: async (_operation, notice) => {
      kept.push(notice);
      return await Promise.resolve(true);
    },
  };
}
