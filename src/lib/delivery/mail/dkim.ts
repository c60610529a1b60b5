import type { Readable } from 'node:stream';
import DKIM from 'nodemailer/lib/dkim';

/** The key that mails are signed with, and where its public half is in the DNS: `<selector>._domainkey.<domain>`. */
export interface DkimKey {
  readonly selector: string;
  readonly domain: string;
  /** RSA, PEM. */
  readonly privateKey: string;
}

/**
 * The message with a DKIM signature (RFC 6376, rsa-sha256, relaxed/relaxed) before its headers, which holds the whole message in memory: the
 * signature comes first and covers its last byte. Without a key the message as it is.
 */
export function signed(message: Readable, key: DkimKey | null): Readable {
  if (key === null) return message;
  const { selector: keySelector, domain: domainName, privateKey } = key;
  return new DKIM({ keySelector, domainName, privateKey }).sign(message);
}
