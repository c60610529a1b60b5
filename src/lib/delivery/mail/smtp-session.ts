import { PassThrough, type Readable } from 'node:stream';
import type { SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import { DeliveryUncertain } from '../../errors/delivery-errors.ts';
import { type DkimKey, signed } from './dkim.ts';
import { smtpError } from './smtp-errors.ts';
import { oneByOne, type SmtpConnections } from './smtp-pool.ts';
import type { SmtpServer } from './smtp-server.ts';

/** A mail server and how to come by a connection to it. */
export interface SmtpRoute {
  readonly server: SmtpServer;
  readonly connections: SmtpConnections;
  readonly dkim: DkimKey | null;
}

/**
 * Sends one message and gives the server's last reply. An error or abort after the message was handed over whole, and
 * before the server's reply to it, is a DeliveryUncertain (RFC 1047).
 */
export async function sendMessage(
  where: string,
  { server, connections, dkim }: SmtpRoute,
  envelope: SMTPEnvelope,
  unsigned: Readable,
  signal: AbortSignal,
): Promise<string> {
  const message = signed(unsigned, dkim);
  const reading = new AbortController();
  message.once('error', (error) => reading.abort(error));
  // The mail client writes its own codes onto the errors it sees; the message's must stay as they are.
  const relay = new PassThrough();
  let handedOver = false;
  relay.once('end', () => {
    handedOver = true;
  });
  try {
    return await connections.use(where, server, AbortSignal.any([signal, reading.signal]), async (connection) => {
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
    await oneByOne.use(where, server, signal, async () => {});
  } catch (error) {
    signal.throwIfAborted();
    throw smtpError(where, error);
  }
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
