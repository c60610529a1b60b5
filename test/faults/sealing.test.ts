import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { foldDelivery } from '../../src/lib/archive/delivery-state.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { aesZip } from '../../src/lib/delivery/encryption/encryption.ts';
import { openSeal } from '../../src/lib/delivery/encryption/seal.ts';
import { sealArtifact } from '../../src/lib/delivery/encryption/seal-artifact.ts';
import { folder } from '../../src/lib/delivery/target-spec.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { type Engine, runDeps } from '../../src/processes/engine.ts';
import { processDelivery } from '../../src/processors/deliver.ts';
import { parcel } from '../contract/target.ts';
import { newAttempt } from '../support/attempts.ts';
import { crashAt } from '../support/crashing.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { publishedRun } from '../support/published-run.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tmpfs } from '../support/tmpfs.ts';

const run = 'shop/orders/2013-07-25';
const job = { v: 1, runId: run, revision: 1, target: 'share' } as const;
const encrypt = aesZip({ password: 'shop' });
const secrets = { passwords: { shop: 'un mot de passe assez long' }, openPgpKeys: {} };
const nothing = (): Promise<void> => Promise.resolve();

/** A shop with a published file that is to go to a share that encrypts. */
async function shop(): Promise<Engine> {
  const plain = await loadShop({ ...(await shopEnvironment()), FILE_PASSWORD_SHOP: secrets.passwords.shop });
  const definition = findExport(plain.registry, 'shop/orders');
  const operation = { ...definition.operation, targets: { share: folder({ path: 'share', encrypt }) } };
  await publishedRun(plain.archive, run, 'a.csv', 'a;b\r\n', []);
  const stamp = { at: '2013-07-26T04:00:00Z', by: 'test' };
  await plain.archive.record(run, { ...stamp, event: 'delivering', revision: 1, targets: ['share'] });
  return { ...plain, registry: new Map([[definition.id, { ...definition, operation }]]) };
}

test('a worker that dies at any step of a delivery that encrypts leaves one copy, and the place has that', async () => {
  const deaths: (string | null)[] = [];
  for (let step = 0; !deaths.includes(null); step++) {
    const engine = await shop();
    const { archive } = engine;
    const crasher = crashAt(step);
    const crashing = runDeps({ ...engine, archive: crasher.archive(archive) }, nothing);
    const done = processDelivery(job, newAttempt(), crashing).then(() => null);
    const where = await Promise.race([crasher.died, done]);
    deaths.push(where);
    expect(await processDelivery(job, newAttempt(), runDeps(engine, nothing)), where ?? '').toBe('sent');

    const [copy, ...others] = await archive.sealed.list(run, 1);
    expect(others, where ?? '').toEqual([]);
    const place = join(engine.settings.foldersDir, 'share');
    expect(await readdir(place), where ?? '').toEqual(['a.csv.zip']);
    expect(await readFile(join(place, 'a.csv.zip'))).toEqual(await readFile(archive.sealed.path(run, copy!)));
    expect(foldDelivery(await archive.deliveries(run, 1, 'share')).state).toBe('sent');
    await archive.removeLeftovers(Temporal.Now.instant().add({ hours: 1 }));
    expect((await readdir(join(archive.root, run))).filter((name) => name.startsWith('.'))).toEqual([]);
  }
  const steps = ['before find sealed', 'after workspace to seal in', 'before publish', 'after publish'];
  expect(deaths).toEqual(expect.arrayContaining([...steps, 'after record sending to share']));
});

test('a disk that is full while a file is encrypted is said as such, and nothing is left', async (context) => {
  const disk = await tmpfs('1m');
  if (disk === null) return context.skip('this user may not mount');
  const archive = openFolderArchive(join(disk.path, 'archive'));
  const { artifact } = await parcel(await tempFolder(), 'a.csv', randomBytes(3_000_000));
  const of = { run, revision: 1, target: 'share' } as const;
  const { signal } = new AbortController();
  const sealing = sealArtifact(artifact, of, openSeal(encrypt, secrets), { archive, clock: systemClock }, signal);
  await expect(sealing).rejects.toMatchObject({ code: 'DISK_FULL', retry: 'busy' });
  expect(await readdir(join(archive.root, run))).toEqual(['deliveries']);
});
