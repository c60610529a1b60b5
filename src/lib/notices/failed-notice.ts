import type { Failure } from '../archive/run-event.ts';
import type { RunId } from '../archive/run-id.ts';
import type { Notice } from './notice.ts';

const words = {
  fr: (run: RunId, { code, message }: Failure) => ({
    subject: `Export en échec : ${run}`,
    text: `Aucun fichier n'a été fait et il n'y aura pas d'autre essai.\n\n${code}\n${message}\n\nLe détail :\n  bordereau show ${run}\n`,
  }),
  en: (run: RunId, { code, message }: Failure) => ({
    subject: `Export failed: ${run}`,
    text: `No file was made and it is not tried again.\n\n${code}\n${message}\n\nThe details:\n  bordereau show ${run}\n`,
  }),
} as const;

/** A run failed for good: why, and where to look. */
export function failedNotice(run: RunId, revision: number, error: Failure, locale: 'fr' | 'en'): Notice {
  return {
    id: `failed/${run}/r${revision}`,
    ...words[locale](run, error),
    fields: { runId: run, revision, code: error.code },
  };
}
