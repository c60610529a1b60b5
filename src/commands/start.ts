import { randomBytes } from 'node:crypto';
import { withReleasers } from '../lib/lifecycle.ts';
import type { Settings } from '../lib/config/settings.ts';
import { embeddedRedis, isEmbedded, withSampleSources } from '../processes/embedded.ts';
import { loadEngine } from '../processes/engine.ts';
import { announceRedis } from '../processes/announced-redis.ts';
import type { RunningProcess } from '../processes/running-process.ts';
import { startBoard } from '../processes/start-board.ts';
import { startScheduler } from '../processes/start-scheduler.ts';
import { startWorker } from '../processes/start-worker.ts';
import type { Output } from './output.ts';

/** `bordereau start`: scheduler, worker and board in one process; what is not set is embedded. */
export async function startAll(settings: Settings, output: Output): Promise<RunningProcess> {
  return await withReleasers(async (releasers) => {
    const plain = await loadEngine(settings, 'start');
    const embedded = isEmbedded(settings);
    const names = new Set([...plain.registry.values()].map(({ export: made }) => made.source));
    const engine = embedded ? { ...plain, settings: await withSampleSources(settings, names) } : plain;
    const redisUrl = settings.redisUrl ?? (await embeddedRedis(releasers));
    if (settings.redisUrl === null) await announceRedis(releasers, redisUrl);
    const password = settings.boardOperatorPassword ?? randomBytes(9).toString('base64url');
    const worker = await startWorker(engine, redisUrl);
    releasers.push('worker', () => worker.stop());
    const scheduler = await startScheduler(engine, redisUrl, embedded ? { since: engine.clock.now() } : {});
    releasers.push('scheduler', () => scheduler.stop());
    const board = await startBoard(
      { ...engine, settings: { ...engine.settings, boardOperatorPassword: password } },
      redisUrl,
    );
    releasers.push('board', () => board.stop());
    if (embedded) output.line('Sources: the sample databases (no SOURCE_<NAME>_URL is set).');
    output.line(`Board: ${board.address}`);
    output.line(
      `Log in as operator with ${settings.boardOperatorPassword === null ? password : 'BOARD_OPERATOR_PASSWORD'}`,
    );
    output.line('Ctrl-C stops: running exports are finished first.');
    const parts: readonly RunningProcess[] = [worker, scheduler, board];
    return {
      healthy: () => parts.every((part) => part.healthy()),
      async stop() {
        const drained = await Promise.all([worker.stop(), scheduler.stop(), board.stop()]);
        await releasers.release();
        return drained.every(Boolean);
      },
    };
  });
}
