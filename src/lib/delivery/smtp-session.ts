import { PassThrough, type Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions, type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import { DeliveryUncertain, MailLoginRefused } from '../errors/delivery-errors.ts';
import { trustedAuthority } from './authority.ts';
import { smtpError } from './smtp-errors.ts';
import type { SmtpServer } from './smtp-server.ts';

const SETUP_MS = 30_000;

/**
 * Sends one message in a connection of its own and gives the server's last reply. An error or abort after the message
 * was handed over whole, and before the server's reply to it, is a DeliveryUncertain (RFC 1047).
 */
export async function sendMessage(
  where: string,
  server: SmtpServer,
  envelope: SMTPEnvelope,
  message: Readable,
  signal: AbortSignal,
): Promise<string> {
  const reading = new AbortController();
  message.once('error', (error) => reading.abort(error));
  // The mail client writes its own codes onto the errors it sees; the message's must stay as they are.
  const relay = new PassThrough();
  let handedOver = false;
  relay.once('end', () => {
    handedOver = true;
  });
  try {
    return await withSession(where, server, AbortSignal.any([signal, reading.signal]), async (connection) => {
      message.pipe(relay);
      return new Promise((resolve, reject) => {
        connection.send(envelope, relay, (error, info) => (error ? reject(error) : resolve(info?.response ?? '')));
      });
    });
  } catch (error) {
    if (handedOver && !isReply(error)) throw uncertain(where);
    signal.throwIfAborted();
    reading.signal.throwIfAborted();
    throw smtpError(where, error);
  } finally {
    message.destroy();
  }
}

/** Connects, encrypts and logs in as the server's settings say, and nothing more. */
export async function trySession(where: string, server: SmtpServer, signal: AbortSignal): Promise<void> {
  try {
    await withSession(where, server, signal, async () => {});
  } catch (error) {
    signal.throwIfAborted();
    throw smtpError(where, error);
  }
}

async function withSession<Result>(
  where: string,
  server: SmtpServer,
  signal: AbortSignal,
  use: (connection: SMTPConnection) => Promise<Result>,
): Promise<Result> {
  const options = await connectionOptions(server);
  signal.throwIfAborted();
  const connection = new SMTPConnection(options);
  const over = new AbortController();
  const broken = new Promise<never>((_, reject) => {
    connection.on('error', reject);
    signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
  });
  const session = async (): Promise<Result> => {
    await connected(connection);
    if (server.login !== null) await loggedIn(where, connection, server.login);
    return use(connection);
  };
  try {
    return await Promise.race([broken, session()]);
  } finally {
    over.abort();
    connection.close();
  }
}

async function connectionOptions(server: SmtpServer): Promise<SMTPConnectionOptions> {
  const authority = await trustedAuthority('SMTP_URL', server.caFile);
  return {
    host: server.host,
    port: server.port,
    secure: server.encryption === 'tls',
    requireTLS: server.encryption === 'starttls',
    ignoreTLS: server.encryption === 'none',
    connectionTimeout: SETUP_MS,
    greetingTimeout: SETUP_MS,
    socketTimeout: server.silenceMs,
    tls: { minVersion: 'TLSv1.2', ...authority },
  };
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

async function loggedIn(
  where: string,
  connection: SMTPConnection,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<void> {
  if (!connection.allowsAuth) {
    const next = 'Remove the name and password from SMTP_URL, or name another server.';
    throw new MailLoginRefused({ where, got: 'a mail server without logins', expected: 'one that offers AUTH', next });
  }
  await new Promise<void>((resolve, reject) => {
    connection.login({ user, pass: password }, (error) => (error ? reject(error) : resolve()));
  });
}

/** The server's own answer tells for certain what became of the message. */
function isReply(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number';
}

function uncertain(where: string): DeliveryUncertain {
  return new DeliveryUncertain({
    where,
    got: 'no answer after the last byte',
    expected: "the server's reply to the message",
    next: 'Ask a recipient whether it arrived; send it again only if not.',
  });
}
