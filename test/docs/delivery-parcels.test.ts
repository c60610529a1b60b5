import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { runInline } from '../../src/commands/run-inline.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { readSettings } from '../../src/lib/config/settings.ts';
import { aesZip, openPgp } from '../../src/lib/delivery/encryption.ts';
import { openSeal } from '../../src/lib/delivery/seal.ts';
import { sealArtifact } from '../../src/lib/delivery/seal-artifact.ts';
import type { ParcelArtifact } from '../../src/lib/delivery/target.ts';
import { folder, mail, sftp, type TargetSpec } from '../../src/lib/delivery/target-spec.ts';
import { findExport } from '../../src/lib/exports/load-registry.ts';
import { definitionProblems } from '../../src/lib/exports/validate-definition.ts';
import { operationProblems } from '../../src/lib/exports/validate-operation.ts';
import { parcel } from '../contract/target.ts';
import { askFor } from '../support/ask.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { gnuPgUser } from '../support/gnupg.ts';
import { codeBlocks } from '../support/markdown.ts';
import { openZip } from '../support/seven-zip.ts';
import { tempFolder } from '../support/temp-folder.ts';

const page = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8');

/** The targets that a section of docs/delivery.md declares, which an operation may have. */
function targets(section: string): Record<string, TargetSpec> {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  const declaration = codeBlocks(text).find(({ language }) => language === 'ts')?.code ?? '';
  const words = { aesZip, folder, mail, openPgp, sftp };
  const declared = runInNewContext(`({ ${declaration} })`, words) as Record<string, TargetSpec>;
  const operation = { title: 't', zone: 'Europe/Paris', locale: 'fr', sources: ['canal'], settings: {} };
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
