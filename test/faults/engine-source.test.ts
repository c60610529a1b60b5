import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2';
import { expect, inject, onTestFinished, test } from 'vitest';
import { epochMs } from '../../src/lib/clock.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import type { Engine } from '../../src/processes/engine.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { type KeptLog, keptLog } from '../support/logged.ts';
import { type OwnDatabase, ownDatabase } from '../support/own-database.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = 'shop/orders/2013-07-25';
const wanted = { run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;
const quick = { firstDelayMs: 100, longestDelayMs: 100, attempts: 5 };
const ROWS = 1_500_000;

interface Shop extends KeptLog {
  readonly engine: Engine;
  readonly database: OwnDatabase;
  readonly environment: Record<string, string>;
}

/** The shop on MariaDB, with a worker of its own and another query for its orders. */
async function shop(name: string, sqlText: string): Promise<Shop> {
  const prefix = newPrefix();
  const database = await ownDatabase(inject('mariadbUrl'), name);
  onTestFinished(() => database.drop());
  const environment = { ...(await shopEnvironment(0, prefix)), SOURCE_SHOP_URL: database.url };
  const log = keptLog();
  const engine = { ...(await loadShop(environment)), logger: log.logger };
  const [table] = findExport(engine.registry, 'shop/orders').tables;
  const before = table!.sqlText;
  Object.assign(table!, { sqlText });
  onTestFinished(() => void Object.assign(table!, { sqlText: before }));
  const worker = await startWorker(engine, inject('redisUrl'), quick);
  onTestFinished(async () => void (await worker.stop()));
  await queueRun(wanted, { ...engine, queues: await testQueues(prefix) });
  return { engine, database, environment, ...log };
}

/** Waits until the first attempt's file has some bytes. */
async function growing(engine: Engine): Promise<void> {
  const folder = join(engine.archive.root, run);
  await eventually(async () => {
    const workspace = (await readdir(folder)).find((name) => name.endsWith('.part'));
    if (workspace === undefined) return false;
    const [file] = await readdir(join(folder, workspace));
    return file !== undefined && (await stat(join(folder, workspace, file))).size > 100_000;
  });
}

test('faults 20: a database connection killed in mid-stream fails the attempt within a second, and the next succeeds', async () => {
  const { engine, database, environment } = await shop(
    'faults_engine_kill',
    `SELECT seq AS id, 'x' AS customer, '1' AS phone, CAST(1 AS DECIMAL(10,2)) AS amount,
       CAST(:from AS DATETIME) AS placed_at FROM seq_1_to_${ROWS}`,
  );
  await growing(engine);
  const [threads] = await database.admin.query<RowDataPacket[]>(
    "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = ? AND INFO LIKE '%seq_1_to%' AND ID <> CONNECTION_ID()",
    [database.name],
  );
  const killedMs = engine.clock.now().epochMilliseconds;
  for (const { ID } of threads) await database.admin.query(`KILL CONNECTION ${ID}`);
  const failure = await eventually(async () =>
    (await engine.archive.history(run)).find((event) => event.event === 'retrying'),
  );
  expect(failure).toMatchObject({ error: { code: 'SOURCE_INTERRUPTED', retry: 'transient' } });
  expect(epochMs(failure.at) - killedMs).toBeLessThan(1000);
  await eventually(async () => (await engine.archive.status(run))?.state === 'delivered', 30_000);
  expect((await engine.archive.manifest(run, 1))?.rows).toBe(ROWS);
  expect(await readdir(join(environment['FOLDERS_DIR']!, 'share'))).toEqual(['commandes_20130725.csv']);
}, 60_000);

test('faults 54: an error of the database that quotes a row is told without it, in the log and in the record', async () => {
  const { engine, lines } = await shop(
    'faults_engine_quote',
    "SELECT EXTRACTVALUE('<a/>', CONCAT('~', 'Canari Rossignol')) AS id, 1 AS customer, :from AS placed_at",
  );
  await eventually(async () => (await engine.archive.status(run))?.state === 'failed');
  const record = await readFile(join(engine.archive.root, run, 'run.jsonl'), 'utf8');
  expect(record).toContain('QUERY_REJECTED');
  expect(record + JSON.stringify(lines)).not.toContain('Rossignol');
}, 30_000);
