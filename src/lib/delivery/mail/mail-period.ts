import type { Temporal } from 'temporal-polyfill';
import type { MailContext } from '../../exports/mail-text.ts';

/** What a file is about, as people say it. Last days are included. */
export type MailPeriod =
  | { readonly kind: 'day'; readonly date: Temporal.PlainDate }
  | { readonly kind: 'month'; readonly month: Temporal.PlainYearMonth }
  | { readonly kind: 'days'; readonly first: Temporal.PlainDate; readonly last: Temporal.PlainDate }
  | { readonly kind: 'hours'; readonly from: Temporal.PlainDateTime; readonly to: Temporal.PlainDateTime }
  | { readonly kind: 'params'; readonly params: readonly (readonly [name: string, value: string])[] };

/** Parameters name a run before its interval does: a finished segment is not about the day it was found. */
export function mailPeriod({ from, to, params }: Pick<MailContext, 'from' | 'to' | 'params'>): MailPeriod {
  const named = Object.entries(params);
  if (from === null || to === null || named.length > 0) return { kind: 'params', params: named };
  if (!isMidnight(from) || !isMidnight(to)) {
    return { kind: 'hours', from: from.toPlainDateTime(), to: to.toPlainDateTime() };
  }
  const first = from.toPlainDate();
  const end = to.toPlainDate();
  if (first.add({ days: 1 }).equals(end)) return { kind: 'day', date: first };
  if (first.day === 1 && first.add({ months: 1 }).equals(end))
    return { kind: 'month', month: first.toPlainYearMonth() };
  return { kind: 'days', first, last: end.subtract({ days: 1 }) };
}

function isMidnight(time: Temporal.ZonedDateTime): boolean {
  return time.equals(time.startOfDay());
}
