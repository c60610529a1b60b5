import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { within } from '../../lifecycle.ts';
import { guarded, openConnection } from './smtp-connection.ts';
import type { SmtpServer } from './smtp-server.ts';

/** How connections to the mail server are come by. */
export interface SmtpConnections {
  /** Does something with a connection that is open, encrypted and logged in, and that nobody else uses meanwhile. */
  use<Result>(
    where: string,
    server: SmtpServer,
    signal: AbortSignal,
    work: (connection: SMTPConnection) => Promise<Result>,
  ): Promise<Result>;
}

/** A connection for each use, closed after it. */
export const oneByOne: SmtpConnections = {
  async use(where, server, signal, work) {
    const connection = await openConnection(where, server, signal);
    try {
      return await guarded(connection, signal, () => work(connection));
    } finally {
      connection.close();
    }
  },
};

/** A connection that nobody used for so long is closed: servers hang up after minutes. */
const IDLE_MS = 10_000;
/** A server that does not answer within this time is not there any more. */
const ANSWER_MS = 5000;

/**
 * Connections to one server that are kept for a moment after each use, for the next one. An idle one holds no process
 * back, and is asked before it is used again whether the server is still there. One that failed is closed.
 */
export function pooledConnections(): SmtpConnections {
  /** With what ends its idleness. */
  const idle = new Map<SMTPConnection, () => void>();

  return {
    async use(where, server, signal, work) {
      const connection = (await takeIdle(signal)) ?? (await openConnection(where, server, signal));
      try {
        const result = await guarded(connection, signal, () => work(connection));
        keep(connection);
        return result;
      } catch (error) {
        connection.close();
        throw error;
      }
    },
  };

  function keep(connection: SMTPConnection): void {
    const wake = (): void => {
      clearTimeout(timer);
      connection.off('error', drop).off('end', drop);
      idle.delete(connection);
    };
    const drop = (): void => {
      wake();
      connection.close();
    };
    const timer = setTimeout(drop, IDLE_MS).unref();
    connection.on('error', drop).on('end', drop);
    idle.set(connection, wake);
    socketOf(connection)?.unref();
  }

  async function takeIdle(signal: AbortSignal): Promise<SMTPConnection | null> {
    for (const [connection, wake] of idle) {
      wake();
      socketOf(connection)?.ref();
      if (await answers(connection, signal)) return connection;
    }
    return null;
  }
}

async function answers(connection: SMTPConnection, signal: AbortSignal): Promise<boolean> {
  const reset = (): Promise<void> =>
    new Promise((resolve, reject) => {
      connection.reset((error) => (error ? reject(error) : resolve()));
    });
  try {
    await guarded(connection, signal, () => within(ANSWER_MS, reset(), () => new Error('no answer')));
    return true;
  } catch {
    connection.close();
    signal.throwIfAborted();
    return false;
  }
}

function socketOf({ _socket }: SMTPConnection): { ref(): unknown; unref(): unknown } | null {
  return _socket === false ? null : _socket;
}
