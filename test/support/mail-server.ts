import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A certificate for localhost and 127.0.0.1, its own authority. For tests alone. */
export const TEST_CA = fileURLToPath(new URL('./tls/localhost.crt', import.meta.url));
export const TEST_KEY = fileURLToPath(new URL('./tls/localhost.key', import.meta.url));

export interface MailServer {
  readonly port: number;
  /** Whole messages the server said yes to, with their envelope's recipients. */
  readonly accepted: { readonly recipients: string[]; readonly raw: Buffer }[];
  /** Whole messages that came, accepted or not. */
  readonly received: { readonly recipients: string[]; readonly raw: Buffer }[];
  /** Messages whose sending began, accepted or not. */
  begun: number;
  /** Sessions in the middle of a message. */
  readonly inTransit: Set<string>;
  close(this: void): Promise<void>;
}

/** What the server answers to a whole message; never resolving keeps the client waiting. */
export type Answer = (recipient: string) => Promise<Error | null>;

/** A real SMTP server on a free port of the loopback address, which records every byte. */
export async function startMailServer(
  options: SMTPServerOptions = {},
  answer: Answer = async () => null,
): Promise<MailServer> {
  const [key, cert] = await Promise.all([readFile(TEST_KEY), readFile(TEST_CA)]);
  const server = new SMTPServer({
    key,
    cert,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 50,
    onData(stream, session, done) {
      mails.begun++;
      mails.inTransit.add(session.id);
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.inTransit.delete(session.id);
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const message = { recipients, raw: Buffer.concat(parts) };
        mails.received.push(message);
        const settle = (refusal: Error | null): void => {
          if (refusal === null) mails.accepted.push(message);
          done(refusal);
        };
        answer(recipients[0] ?? '').then(settle, settle);
      });
    },
    onClose: (session) => void mails.inTransit.delete(session.id),
    ...options,
  });
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  const mails: MailServer = {
    port: address.port,
    accepted: [],
    received: [],
    begun: 0,
    inTransit: new Set(),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return mails;
}

/** An SMTP reply that refuses. */
export function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
