import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { MailLoginRefused, TargetUnavailable } from '../../errors/delivery-errors.ts';
import { within } from '../../lifecycle.ts';
import { trustedAuthority } from '../authority.ts';
import type { SmtpServer } from './smtp-server.ts';

/** Connects, encrypts and logs in as the server's settings say. Throws what smtpError knows, and typed errors. */
export async function openConnection(where: string, server: SmtpServer, signal: AbortSignal): Promise<SMTPConnection> {
  const options = await connectionOptions(server);
  signal.throwIfAborted();
  const connection = new SMTPConnection(options);
  const setUp = async (): Promise<void> => {
    await connected(connection);
    if (server.login !== null) await loggedIn(where, connection, server.login);
  };
  try {
    await guarded(connection, signal, () => within(server.setUpMs, setUp(), () => silent(where)));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Does something with a connection; rejects at once when it breaks or the signal aborts. */
export async function guarded<Result>(
  connection: SMTPConnection,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const over = new AbortController();
  const broken = new Promise<never>((_, reject) => {
    const fail = (error: unknown): void => reject(error);
    connection.on('error', fail);
    signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
    over.signal.addEventListener('abort', () => connection.off('error', fail));
  });
  try {
    return await Promise.race([broken, work()]);
  } finally {
    over.abort();
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
    connectionTimeout: server.setUpMs,
    greetingTimeout: server.setUpMs,
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

function silent(where: string): TargetUnavailable {
  return new TargetUnavailable({ where, got: 'no end of the greeting', expected: 'a mail server that answers' });
}
