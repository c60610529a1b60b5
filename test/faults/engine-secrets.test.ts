import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { restartableRedis } from '../support/restartable-redis.ts';
import { exitOf, shopProcesses } from '../support/shop-processes.ts';

const run = 'shop/orders/2013-07-25';
const secrets = ['canary-redis', 'canary-source', 'canary-operator', 'canary-viewer', 'canary-smtp'];
/** The archive names them: it is the proof of delivery. */
const recipients = ['ada@shop.example', 'grace@shop.example'];
const persons = ['Canari Rossignol', '+221779990000'];

/** Every file below a folder, as one text. */
async function contents(folder: string, skip = /$^/): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && !skip.test(entry.name),
  );
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  return texts.join('\n');
}

test('faults 54: no password and no row is in the log, in Redis or in the records of runs that succeed and fail', async () => {
  const redis = await restartableRedis(['--requirepass', 'canary-redis']);
  const withPassword = redis.url.replace('redis://', 'redis://:canary-redis@');
  const shop = await shopProcesses(withPassword, {
    BOARD_OPERATOR_PASSWORD: 'canary-operator',
    BOARD_VIEWER_PASSWORD: 'canary-viewer',
    SOURCE_OTHER_URL: 'mysql://user:canary-source@127.0.0.1:1/none',
    LOG_LEVEL: 'debug',
  });
  const database = new Database(join(shop.environment['SOURCE_SHOP_URL']!.slice('sqlite:'.length), 'shop.db'));
  database.exec(`INSERT INTO orders VALUES (7, '${persons[0]}', '${persons[1]}', '1.00', '2013-07-25 09:00:00')`);
  database.close();
  await shop.queue(run);
  const processes = [shop.worker(), shop.scheduler()];
  await shop.delivered(run);

  processes[0]!.kill('SIGTERM');
  await exitOf(processes[0]!);
  const failing = shop.worker({
    SOURCE_SHOP_URL: 'mysql://user:canary-source@127.0.0.1:1/none',
    SMTP_URL: 'smtp://user:canary-smtp@127.0.0.1:1',
  });
  await shop.queue('shop/orders/2013-07-24');
  await eventually(async () =>
    (await shop.archive.history('shop/orders/2013-07-24')).find(({ event }) => event === 'retrying'),
  );
  await eventually(() => Promise.resolve(failing.said().includes('"code":"SOURCE_UNREACHABLE"')));
  await redis.kill();
  const logs = [...processes, failing].map((child) => child.said()).join('\n');
  const csv = await readFile(join(shop.archive.root, run, 'r1', 'commandes_20130725.csv'), 'utf8');
  const records = await contents(shop.archive.root, /\.csv$/);
  const appended = await contents(redis.dir);

  expect(csv).toContain(persons[0]);
  expect(appended).toContain('shop.orders.2013-07-25');
  for (const recipient of recipients) {
    expect(records).toContain(recipient);
    expect([logs.includes(recipient), appended.includes(recipient)]).toEqual([false, false]);
  }
  for (const canary of [...secrets, ...persons]) {
    for (const [where, text] of Object.entries({ logs, records, appended })) {
      expect(text.includes(canary), `${canary} in ${where}`).toBe(false);
    }
  }
}, 90_000);
