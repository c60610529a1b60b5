import { closest } from '../did-you-mean.ts';
import type { Problem } from '../problem.ts';

const listed: ReadonlySet<string> = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

/**
 * Whether a name is an IANA zone in its own spelling, newer names and aliases included (Asia/Kolkata, Europe/Kyiv), which
 * Intl knows but does not list. Offsets (`UTC+1`) and abbreviations (`CET`) are none.
 */
export function isZone(name: string): boolean {
  return listed.has(name) || (/^[A-Z]\w+\/[A-Z]/.test(name) && intlKnows(name));
}

/** What is wrong with a zone's name, and the zone it may mean. */
export function validateZone(zone: string): Problem[] {
  if (isZone(zone)) {
    return [];
  }
  const meant = closest(zone, listed);
  const expected = 'an IANA time zone such as Africa/Dakar, or UTC';
  return [
    { field: 'zone', got: JSON.stringify(zone), expected, ...(meant === undefined ? {} : { didYouMean: meant }) },
  ];
}

function intlKnows(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0);
    return true;
  } catch {
    return false;
  }
}
