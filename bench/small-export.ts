import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { Temporal } from 'temporal-polyfill';
import { makeRunId } from '../src/lib/archive/run-id.ts';
import { readSettings } from '../src/lib/config/settings.ts';
import { silentLogger } from '../src/lib/logger.ts';
import { startPrivateRedis } from '../src/embedded/private-redis.ts';
import { type Engine, loadEngine } from '../src/processes/engine.ts';
import { startWorker } from '../src/processes/start-worker.ts';
import { connectRedis } from '../src/queues/connection.ts';
import { queueRun } from '../src/queues/queue-run.ts';
import { openQueues, type QueueSet } from '../src/queues/queue-set.ts';

const ROWS = 1_000;
const WARM_UP = 10;
const FIRST_DAY = Temporal.PlainDate.from('2013-07-01');
/** Compiled beside this. */
const EXPORTS = fileURLToPath(new URL('../test/fixtures/exports', import.meta.url));

/** Milliseconds from the record of a run of 1,000 rows to its publication, with a warm worker, one run after the other. */
async function smallExports(runs: number): Promise<readonly number[]> {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-bench-'));
  const redis = await startPrivateRedis(join(dir, 'redis'));
  try {
    makeShop(join(dir, 'shop.db'), runs + WARM_UP);
    const environment = { ARCHIVE_DIR: join(dir, 'archive'), OUTBOX_DIR: join(dir, 'outbox') };
    const places = { FOLDERS_DIR: join(dir, 'folders'), HEARTBEAT_DIR: join(dir, 'heartbeat'), EXPORTS_DIR: EXPORTS };
    const settings = readSettings({ ...environment, ...places, SOURCE_SHOP_URL: `sqlite:${dir}` });
    const engine = await loadEngine(settings, 'bench', silentLogger);
    const worker = await startWorker(engine, redis.url);
    const connection = await connectRedis(redis.url);
    const queues = openQueues(connection, settings.queuePrefix);
    const times: number[] = [];
    for (let day = 0; day < runs + WARM_UP; day++) times.push(await timeOfRun(day, engine, queues));
    await worker.stop();
    connection.disconnect();
    return times.slice(WARM_UP);
  } finally {
    await redis.stop();
    await rm(dir, { recursive: true });
  }
}

async function timeOfRun(day: number, engine: Engine, queues: QueueSet): Promise<number> {
  const { archive, clock } = engine;
  const run = makeRunId('shop/orders', FIRST_DAY.add({ days: day }).toString());
  const wanted = { run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;
  await queueRun(wanted, { archive, queues, clock, actor: 'bench' });
  for (;;) {
    const [queued, ...events] = await archive.history(run);
    const published = events.find(({ event }) => event === 'published');
    const ended = events.some(({ event }) => event === 'delivered' || event === 'failed');
    if (ended && published !== undefined && queued !== undefined) return millisecondsBetween(queued.at, published.at);
    if (ended) throw new Error(`${run} was not published`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function millisecondsBetween(start: string, end: string): number {
  return Temporal.Instant.from(start).until(Temporal.Instant.from(end)).total('milliseconds');
}

/** A shop with 1,000 orders on each of the days. */
function makeShop(path: string, days: number): void {
  const database = new Database(path);
  database.exec(
    `CREATE TABLE orders (id INTEGER, customer TEXT, phone TEXT, amount DECIMAL(10,2), placed_at DATETIME);
     CREATE INDEX orders_by_time ON orders (placed_at);
     WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${days * ROWS - 1})
     INSERT INTO orders SELECT n, 'Aïssata; ' || n, '+221771234567', '12.50',
       DATE('${FIRST_DAY.toString()}', '+' || (n / ${ROWS}) || ' days') || ' 08:00:00' FROM n`,
  );
  database.close();
}

/** Prints the times as JSON: small-export.ts RUNS. */
console.log(JSON.stringify(await smallExports(Number(process.argv[2]))));
