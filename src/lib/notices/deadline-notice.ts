import type { Temporal } from 'temporal-polyfill';
import type { RunId } from '../archive/run-id.ts';
import type { RunState } from '../archive/run-state.ts';
import type { Notice } from './notice.ts';

const words = {
  fr: (run: RunId, hour: string, state: RunState) => ({
    subject: `Heure promise dépassée : ${run}`,
    text: `Promis pour ${hour}, le fichier n'est pas livré. État : ${state}.\n\nLe détail :\n  bordereau show ${run}\n`,
  }),
  en: (run: RunId, hour: string, state: RunState) => ({
    subject: `Promised hour passed: ${run}`,
    text: `Promised for ${hour}, the file is not delivered. State: ${state}.\n\nThe details:\n  bordereau show ${run}\n`,
  }),
} as const;

/** The hour promised to the recipient has passed without delivery; `deadline` in the zone of the operation. */
export function deadlineNotice(
  run: RunId,
  deadline: Temporal.ZonedDateTime,
  state: RunState,
  locale: 'fr' | 'en',
): Notice {
  const hour = deadline.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
  return {
    id: `deadline/${run}`,
    ...words[locale](run, hour, state),
    fields: { runId: run, state, deadline: deadline.toInstant().toString() },
  };
}
