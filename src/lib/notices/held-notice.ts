import type { RunId } from '../archive/run-id.ts';
import type { Notice } from './notice.ts';

const words = {
  fr: (run: RunId, why: string) => ({
    subject: `Fichier retenu : ${run}`,
    text: `Le fichier est prêt mais n'est pas parti : ${why}.\n\nPour l'envoyer :\n  bordereau release ${run} --why "…"\nPour l'écarter :\n  bordereau reject ${run} --why "…"\n`,
  }),
  en: (run: RunId, why: string) => ({
    subject: `File held: ${run}`,
    text: `The file is ready and was not sent: ${why}.\n\nTo let it go:\n  bordereau release ${run} --why "…"\nTo stop it:\n  bordereau reject ${run} --why "…"\n`,
  }),
} as const;

/** A file waits for a person: why, and what that person may do. */
export function heldNotice(run: RunId, revision: number, why: string, locale: 'fr' | 'en'): Notice {
  return {
    id: `held/${run}/r${revision}`,
    ...words[locale](run, why),
    fields: { runId: run, revision, why },
  };
}
