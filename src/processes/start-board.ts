import { withReleasers } from '../lib/lifecycle.ts';
import { connectRedis, promptly } from '../queues/connection.ts';
import { openQueues } from '../queues/queue-set.ts';
import type { Engine } from './engine.ts';
import type { RunningProcess } from './running-process.ts';

/** Starts the board: Bull Board on every queue behind a login. Throws BoardWithoutPassword when no password is set. */
export async function startBoard(
  engine: Engine,
  redisUrl: string,
): Promise<RunningProcess & { readonly address: string }> {
  return await withReleasers(async (releasers) => {
    const { settings, logger } = engine;
    const redis = await connectRedis(redisUrl);
    releasers.push('redis', () => redis.disconnect());
    const queues = openQueues(redis, settings.queuePrefix);
    // Loaded here: nothing else needs a web server, and every command would wait for it.
    const { buildBoard } = await import('../board/board.ts');
    const board = await buildBoard({
      queues: Object.values(queues.byName),
      users: { operator: settings.boardOperatorPassword, viewer: settings.boardViewerPassword },
      logger,
      health: {
        live: async () => await Promise.resolve({ ok: true, checks: {} }),
        ready: async () =>
          await readiness(
            async () => void (await promptly(redis.ping())),
            () => engine.archive.selfTest(),
          ),
      },
      secureCookies: settings.boardBehindTls,
    });
    releasers.push('board', () => board.close());
    const address = await board.listen({ host: settings.boardHost, port: settings.boardPort });
    logger.info({ address }, 'board started');
    return {
      address,
      healthy: () => redis.status === 'ready',
      async stop() {
        await releasers.release();
        return true;
      },
    };
  });
}

async function readiness(
  redis: () => Promise<void>,
  archive: () => Promise<void>,
): Promise<{ ok: boolean; checks: Record<string, string> }> {
  const [queue, files] = await Promise.all(
    [redis, archive].map((check) =>
      check().then(
        () => 'ok',
        () => 'failed',
      ),
    ),
  );
  return { ok: queue === 'ok' && files === 'ok', checks: { redis: queue ?? '', archive: files ?? '' } };
}
