import type { RunId } from '../archive/run-id.ts';
import type { Notice } from './notice.ts';

/** What a look at the calendar made of the intervals whose window had passed. */
export interface Digest {
  /** Queued late. */
  readonly late: readonly RunId[];
  /** Given up, and why. */
  readonly missed: readonly { readonly run: RunId; readonly why: string }[];
}

/** Lines of a list; a long outage is told in numbers beyond these. */
const MOST_LINES = 50;

const words = {
  fr: {
    subject: (late: number, missed: number) => `Après une interruption : ${late} en retard, ${missed} abandonnés`,
    late: 'Préparés en retard :',
    missed: 'Abandonnés, à relancer à la main si besoin (bordereau backfill) :',
    more: (count: number) => `… et ${count} autres (bordereau runs)`,
  },
  en: {
    subject: (late: number, missed: number) => `After an outage: ${late} late, ${missed} given up`,
    late: 'Made late:',
    missed: 'Given up, to be made by hand where needed (bordereau backfill):',
    more: (count: number) => `… and ${count} more (bordereau runs)`,
  },
} as const;

/** One notice for all that an outage of an operation's exports left behind; `at` is the time of the look. */
export function digestNotice(operationId: string, at: string, { late, missed }: Digest, locale: 'fr' | 'en'): Notice {
  const said = words[locale];
  const lists = [
    { title: said.late, lines: late },
    { title: said.missed, lines: missed.map(({ run, why }) => `${run}: ${why}`) },
  ].filter(({ lines }) => lines.length > 0);
  const texts = lists.map(({ title, lines }) => {
    const left = lines.length - MOST_LINES;
    const shown = lines.slice(0, MOST_LINES).map((line) => `  ${line}`);
    return [title, ...shown, ...(left > 0 ? [`  ${said.more(left)}`] : [])].join('\n');
  });
  return {
    id: `digest/${operationId}/${at}`,
    subject: said.subject(late.length, missed.length),
    text: `${texts.join('\n\n')}\n`,
    fields: { operation: operationId, late: late.length, missed: missed.length },
  };
}
