import { type MailAddress, parseAddress } from '../../delivery/mail/mail-address.ts';
import type { MailSpec, TargetSpec } from '../../delivery/target-spec.ts';
import { BordereauError } from '../../errors/bordereau-error.ts';
import type { Problem } from '../../problem.ts';

interface Mails {
  readonly mailDomains?: readonly string[] | undefined;
  readonly operators?: MailSpec | undefined;
  readonly targets: Readonly<Record<string, TargetSpec>>;
}

/** Whether mails may go to this address; without a list they may go anywhere. */
export function isAllowed(address: string, domains: Mails['mailDomains']): boolean {
  const domain = addressOf(address)?.address.toLowerCase().split('@').at(-1);
  return domains === undefined || domains.some((allowed) => allowed.toLowerCase() === domain);
}

/** Whether the text is one address, with or without a name. */
export function isAddress(text: string): boolean {
  return addressOf(text) !== null;
}

/** What is wrong with the recipients of an operation, its operators too: addresses outside `mailDomains`, which are not repeated. */
export function domainProblems({ mailDomains, operators, targets }: Mails): Problem[] {
  if (mailDomains === undefined) return [];
  const mails = Object.entries(targets).flatMap(([name, spec]) =>
    spec.kind === 'mail' ? [[`targets.${name}`, spec] as const] : [],
  );
  const all = operators === undefined ? mails : [...mails, ['operators', operators] as const];
  return all.flatMap(([field, spec]) =>
    outsiders(spec, mailDomains).map((place) => outside(`${field}.${place}`, mailDomains)),
  );
}

function outsiders(spec: MailSpec, domains: readonly string[]): string[] {
  return (['to', 'cc', 'bcc'] as const).flatMap((list) =>
    spec[list].flatMap((address, index) => (isAllowed(address, domains) ? [] : [`${list}.${index}`])),
  );
}

function outside(field: string, domains: readonly string[]): Problem {
  return { field, got: 'an address of another domain', expected: `one of mailDomains: ${domains.join(', ')}` };
}

function addressOf(text: string): MailAddress | null {
  try {
    return parseAddress('address', text);
  } catch (error) {
    if (error instanceof BordereauError) return null;
    throw error;
  }
}
