import addressparser from 'nodemailer/lib/addressparser';
import { MailHeaderRefused, TargetMisdeclared } from '../../errors/delivery-errors.ts';

/** One mailbox; `name` may be empty. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

// RFC 5321 dot-atoms: no quoted local parts, which mail libraries and servers have read differently.
const ADDRESS =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u;

/** Reads `a@b.example` or `Name <a@b.example>`: exactly one mailbox. `where` names the place without the address. */
export function parseAddress(where: string, text: string): MailAddress {
  headerText(where, text);
  const [only, ...more] = addressparser(text, { flatten: true });
  if (only !== undefined && more.length === 0 && ADDRESS.test(only.address)) return only;
  throw new TargetMisdeclared({
    where,
    got: more.length > 0 ? 'several addresses in one text' : 'a text that is no mail address',
    expected: 'one address, such as `reporting@client.example` or `Reporting <reporting@client.example>`',
    next: "Correct the operation's targets.",
  });
}

/** A text that may stand in a header: refuses line breaks, NUL and other control characters. */
export function headerText(where: string, text: string): string {
  if (!/\p{Cc}/u.test(text)) return text;
  throw new MailHeaderRefused({
    where,
    got: 'a control character, such as a line break',
    expected: 'one line of text',
    next: 'Correct the words of the mail or the file name.',
  });
}
