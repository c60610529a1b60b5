import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, inject, test } from 'vitest';
import { runInline } from '../../src/commands/run-inline.ts';
import { createSample } from '../../src/embedded/sample/create-sample.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { readSettings } from '../../src/lib/config/settings.ts';
import { aesZip, openPgp } from '../../src/lib/delivery/encryption/encryption.ts';
import { openSeal } from '../../src/lib/delivery/encryption/seal.ts';
import { sealArtifact } from '../../src/lib/delivery/encryption/seal-artifact.ts';
import type { ParcelArtifact } from '../../src/lib/delivery/target.ts';
import { folder, mail, sftp, type TargetSpec } from '../../src/lib/delivery/target-spec.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { definitionProblems } from '../../src/lib/exports/loading/validate-definition.ts';
import { operationProblems } from '../../src/lib/exports/loading/validate-operation.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { loadEngine } from '../../src/processes/engine.ts';
import { startWorker } from '../../src/processes/start-worker.ts';
import { parcel } from '../contract/target.ts';
import { askFor } from '../support/ask.ts';
import { runCommand } from '../support/command.ts';
import type { Ran } from '../support/cli.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { gnuPgUser } from '../support/gnupg.ts';
import { codeBlocks, tableRows } from '../support/markdown.ts';
import { newPrefix } from '../support/queues.ts';
import { openZip } from '../support/seven-zip.ts';
import { tempFolder } from '../support/temp-folder.ts';

const page = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8');

const operation = { title: 't', zone: 'Europe/Paris', locale: 'fr', sources: ['canal'], settings: {} };

/** A section of docs/delivery.md, and the first example in it. */
function section(heading: string): string {
  return page.split(/^##+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}
function example(heading: string): string {
  return codeBlocks(section(heading)).find(({ language }) => language === 'ts')?.code ?? '';
}

/** The targets that a section declares, which an operation may have. */
function targets(heading: string): Record<string, TargetSpec> {
  const words = { aesZip, folder, mail, openPgp, sftp };
  const declared = runInNewContext(`({ ${example(heading)} })`, words) as Record<string, TargetSpec>;
  expect(operationProblems('canal', { ...operation, targets: declared })).toEqual([]);
  return declared;
}

test('the examples of encryption are opened by their readers', async () => {
  const user = await gnuPgUser();
  const { client, direction } = targets('Encryption');
  const password = 'le mot de passe de la direction';
  const settings = readSettings({ OPENPGP_KEY_CANAL: user.publicKey, FILE_PASSWORD_DIRECTION: password });
  const root = await tempFolder();
  const archive = openFolderArchive(join(root, 'archive'));
  const { artifact } = await parcel(root, 'a.csv', Buffer.from('a;b\r\n'));
  const sealed = async (target: string, encrypt: TargetSpec['encrypt']): Promise<ParcelArtifact> => {
    const of = { run: 'canal/fiches-cloturees/2013-07-25', revision: 1, target } as const;
    const own = encrypt?.kind === 'openpgp' ? { ...encrypt, fingerprint: user.fingerprint } : encrypt!;
    const { signal } = new AbortController();
    return await sealArtifact(artifact, of, openSeal(own, settings), { archive, clock: systemClock }, signal);
  };
  const pgp = await sealed('client', client?.encrypt);
  expect(pgp.fileName).toBe('a.csv.pgp');
  expect((await user.decrypt(pgp.path)).equals(await readFile(artifact.path))).toBe(true);
  const zip = await sealed('direction', direction?.encrypt);
  expect(zip.fileName).toBe('a.csv.zip');
  expect((await openZip(zip.path, password)).equals(await readFile(artifact.path))).toBe(true);
});

test('the example of names and companions is laid as it says', async () => {
  const { client } = targets('Names, companions and what is there already');
  const environment = await shopEnvironment();
  const plain = await loadShop(environment);
  const { operation, ...rest } = findExport(plain.registry, 'shop/orders');
  const made = Object.assign(Object.create(rest.export), { deliver: ['client'] }) as typeof rest.export;
  const definition = { ...rest, export: made, operation: { ...operation, targets: { client: client! } } };
  expect(definitionProblems(definition)).toEqual([]);
  const engine = { ...plain, registry: new Map([[definition.id, definition]]) };
  const [report] = await runInline([askFor(engine, 'shop/orders')], engine);
  expect(report).toMatchObject({ state: 'delivered' });
  expect((await readdir(join(environment['FOLDERS_DIR']!, 'canal/entrant'))).sort()).toEqual([
    'CANAL_orders_20130725_v1.csv',
    'CANAL_orders_20130725_v1.csv.sha256',
  ]);
});

test('the example of an agreement to mails in clear is one that an operation may have', () => {
  const declared = runInNewContext(`({ ${example('Personal data')} })`) as object;
  expect(Object.keys(declared)).toEqual(['clearMail']);
  expect(operationProblems('canal', { ...operation, targets: {}, ...declared })).toEqual([]);
});

test('the commands for trying it do what they say', async () => {
  const dir = await tempFolder();
  await createSample(join(dir, 'sample'), { fiches: 5000 });
  const environment: Record<string, string> = { REDIS_URL: inject('redisUrl'), QUEUE_PREFIX: `{${newPrefix()}}` };
  for (const name of ['ARCHIVE', 'OUTBOX', 'FOLDERS']) environment[`${name}_DIR`] = join(dir, name.toLowerCase());
  for (const name of ['CANAL', 'OUTBAND', 'TIGO']) environment[`SOURCE_${name}_URL`] = `sqlite:${join(dir, 'sample')}`;
  const ask = async (command: string): Promise<Ran> => await runCommand(command.split(' ').slice(1), environment);
  await ask('bordereau export canal/fiches-cloturees --date 2013-07-25 --inline');
  const [look, plan, trial, now] = tableRows(section('Trying it'))
    .slice(1)
    .map(([cell = '']) => cell.slice(1, -1));

  expect((await ask(look ?? '')).stdout).toContain('✔ canal/depot');
  expect((await ask(plan ?? '')).stdout).toContain('export_fiches_cloturees_20130725.csv · ');
  expect((await ask(trial ?? '')).stdout).toContain('trial 1 sent');
  const worker = await startWorker(
    await loadEngine(readSettings(environment), 'test', silentLogger),
    inject('redisUrl'),
  );
  const { code, stdout } = await ask(now ?? '');
  await worker.stop();
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('to depot: sent') });
  expect(await readdir(join(dir, 'folders/canal/depot'))).toEqual(['export_fiches_cloturees_20130725.csv']);
}, 60_000);
