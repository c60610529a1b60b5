import type { Row } from 'bordereau';
import canal from './operation.ts';

const prefixes: Readonly<Record<string, string>> = canal.settings.phonePrefixes;

/** What the agent noted, and what the client had sent. */
const texts = [
  ['main_nouvnom', 'main_nom'],
  ['main_nouvprenom', 'main_prenom'],
  ['main_nouvadr1', 'main_adr1'],
  ['main_nouvville', 'main_ville'],
  ['main_nouvemail', 'main_email'],
] as const;
const phones = [
  ['main_nouvtel', 'main_tel'],
  ['main_nouvgsm', 'main_gsm'],
] as const;

/** Blanks each correction that says what the client had sent already; phones get their country's prefix. */
export function onlyCorrections(row: Row): Row {
  const text = (name: string): string => String(row[name] ?? '').trim();
  const prefix = prefixes[text('main_pays')];
  const corrected = [
    ...texts.map(([noted, sent]) => [noted, text(noted) === text(sent) ? null : text(noted)]),
    ...phones.map(([noted, sent]) => [noted, isSame(text(noted), text(sent)) ? null : full(text(noted), prefix)]),
  ];
  return { ...row, ...Object.fromEntries(corrected) };
}

/** One phone is written in many ways; the last 8 digits tell it. */
function isSame(one: string, other: string): boolean {
  return digits(one).slice(-8) === digits(other).slice(-8);
}

/** `+237 99…`, `00237 99…` and `099…` become `23799…`; what is no phone, or of no country we know, stays as noted. */
function full(phone: string, prefix: string | undefined): string {
  const number = digits(phone).replace(/^0+(?=\d{8})/, '');
  if (prefix === undefined || number.length < 8) return phone;
  const hasPrefix = number.length >= prefix.length + 8;
  return hasPrefix ? number : prefix + number;
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}
