import type { DeliveryState } from '../archive/delivery-state.ts';
import type { RunId } from '../archive/run-id.ts';
import type { Notice } from './notice.ts';

/** A target that does not have a file, or of which nobody knows, by the name the operation gives it. */
export interface Undelivered {
  readonly target: string;
  readonly state: DeliveryState;
}

const words = {
  fr: {
    subject: (run: RunId) => `Envoi incomplet : ${run}`,
    missing: "Le fichier est fait, mais ces destinations ne l'ont pas, ou on ne sait pas si elles l'ont :",
    uncertain: 'incertain, à vérifier auprès du destinataire',
    failed: 'abandonné',
    next: 'Le détail, puis un nouvel envoi à ceux qui manquent :',
  },
  en: {
    subject: (run: RunId) => `Delivery incomplete: ${run}`,
    missing: 'The file is made, and these targets do not have it, or nobody knows whether they do:',
    uncertain: 'uncertain, ask the recipient',
    failed: 'given up',
    next: 'The details, then to send it to those who are missing:',
  },
} as const;

/** Deliveries of a revision ended without the file having arrived for certain, others may still be under way. */
export function undeliveredNotice(
  run: RunId,
  revision: number,
  missing: readonly Undelivered[],
  locale: 'fr' | 'en',
): Notice {
  const said = words[locale];
  const names = missing.map(({ target }) => target);
  const lines = missing.map(
    ({ target, state }) => `  ${target} : ${state === 'uncertain' ? said.uncertain : said.failed}`,
  );
  const commands = `  bordereau show ${run}\n  bordereau resend ${run} --missing --why "…"`;
  return {
    id: `undelivered/${run}/r${revision}/${names.join('+')}`,
    subject: said.subject(run),
    text: `${said.missing}\n${lines.join('\n')}\n\n${said.next}\n${commands}\n`,
    fields: { runId: run, revision, missing: names.join(', ') },
  };
}
