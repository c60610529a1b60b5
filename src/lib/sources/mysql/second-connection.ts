import { SessionLife } from '../session-life.ts';
import { MysqlConnection } from './mysql-connection.ts';
import type { MysqlAddress } from './mysql-url.ts';

/** How to reach a server a second time, while a statement occupies the first connection. */
export interface SecondConnection {
  readonly where: string;
  readonly address: MysqlAddress;
  /** For the whole errand. */
  readonly timeoutMs: number;
}

/** Stops the statement of another thread of ours. Failing is no error: the server ends it at its statement limit. */
export async function killQuery(options: SecondConnection, threadId: number): Promise<void> {
  await errand(options, (connection) => connection.rows(`KILL QUERY ${threadId}`)).catch(() => {});
}

/**
 * Whether the server answers and still works on the statement of another thread of ours. A thread that writes to us
 * while we hear nothing does not: then the network between us is gone.
 */
export async function isWorking(options: SecondConnection, threadId: number): Promise<boolean> {
  const sql = 'SELECT COMMAND, STATE FROM information_schema.PROCESSLIST WHERE ID = ?';
  const rows = await errand(options, (connection) => connection.rows(sql, [threadId])).catch(() => []);
  return rows.some(([command, state]) => command === 'Query' && !WRITING.has(state?.toLowerCase() ?? ''));
}

const WRITING = new Set(['writing to net', 'sending to client']);

async function errand<T>(
  { where, address, timeoutMs }: SecondConnection,
  run: (connection: MysqlConnection) => Promise<T>,
): Promise<T> {
  const life = new SessionLife(where, new AbortController().signal, timeoutMs);
  const connection = new MysqlConnection({ where, address, connectTimeoutMs: timeoutMs, life });
  try {
    return await run(await connection.ready());
  } finally {
    life.close();
    await connection.stopped();
  }
}
