import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../src/lib/clock.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { readSettings } from '../../src/lib/config/settings.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { type Engine, loadEngine } from '../../src/processes/engine.ts';
import { createShop, shopExportsDir } from './shop.ts';
import { tempFolder } from './temp-folder.ts';

/** What a process of the shop is told, for engines of this process and for processes of their own. */
export async function shopEnvironment(rows = 3, prefix = 'none'): Promise<Record<string, string>> {
  const dir = await tempFolder();
  return {
    ARCHIVE_DIR: join(dir, 'archive'),
    OUTBOX_DIR: join(dir, 'outbox'),
    FOLDERS_DIR: join(dir, 'folders'),
    HEARTBEAT_DIR: join(dir, 'heartbeat'),
    EXPORTS_DIR: shopExportsDir,
    QUEUE_PREFIX: `{${prefix}}`,
    SOURCE_SHOP_URL: await createShop(dir, rows),
    LOCK_DURATION_S: '2',
    SHUTDOWN_TIMEOUT_S: '10',
  };
}

export async function loadShop(environment: Record<string, string>, clock: Clock = systemClock): Promise<Engine> {
  return { ...(await loadEngine(readSettings(environment), 'test', silentLogger)), clock };
}

/** A clock that stands where it is put; monotonic time goes on. */
export function settableClock(start: string): Clock & { set(instant: string): void } {
  let now = Temporal.Instant.from(start);
  return {
    now: () => now,
    monotonicMs: () => performance.now(),
    set(instant) {
      now = Temporal.Instant.from(instant);
    },
  };
}
