import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileSystemError } from '../errors/file-system.ts';
import type { Workspace } from './archive.ts';
import { readDocument } from './documents.ts';
import { makeFolder, syncFolder } from './durable.ts';
import { entriesOf, namesOf } from './entries.ts';
import { openFolderWorkspace } from './folder-workspace.ts';
import { layout, type SealedName, sealedOf } from './layout.ts';
import { fileSchema, sha256Schema } from './manifest.ts';
import type { RunId } from './run-id.ts';

/** The JSON beside an encrypted copy (docs/archive.md). */
export const sealManifestSchema = z.object({
  version: z.literal(1),
  runId: z.string(),
  revision: z.int().min(1),
  target: z.string(),
  /** Which key or password it is sealed with: `openpgp-<end of the fingerprint>`, `zip-<name of the password>`. */
  seal: z.string(),
  /** Of the published file inside. */
  contentSha256: sha256Schema,
  file: fileSchema,
  sealedAt: z.iso.datetime(),
});

export type SealManifest = z.output<typeof sealManifestSchema>;

/**
 * Encrypted copies of published files, each made once for one target and one key: encrypting again gives other bytes,
 * and a delivery that is repeated must send the same.
 */
export interface SealedFiles {
  /** Null when none was made yet. Throws ArchiveDamaged. */
  find(run: RunId, of: SealedName): Promise<SealManifest | null>;
  /** Absolute path of the copy. */
  path(run: RunId, manifest: SealManifest): string;
  /** A private folder to make it in. */
  workspace(run: RunId, of: SealedName): Promise<Workspace<SealManifest>>;
  list(run: RunId, revision: number): Promise<readonly SealManifest[]>;
  /** Removes the copies of a revision and keeps their manifests. */
  remove(run: RunId, revision: number): Promise<void>;
}

/** The encrypted copies in the folders of deliveries of an archive. */
export function sealedFilesIn(root: string): SealedFiles {
  const files: SealedFiles = {
    find: (run, of) => readDocument(join(layout.sealed(root, run, of), 'manifest.json'), sealManifestSchema),
    path: (run, manifest) => join(layout.sealed(root, run, manifest), manifest.file.name),

    async workspace(run, of) {
      const deliveries = layout.deliveries(root, run);
      try {
        await makeFolder(deliveries);
      } catch (error) {
        throw fileSystemError(deliveries, error);
      }
      const token = `${of.target}.${of.seal}.${randomUUID()}`;
      return await openFolderWorkspace(layout.workspace(root, run, of.revision, token), layout.sealed(root, run, of));
    },

    async list(run, revision) {
      const found = await Promise.all((await copiesOf(run, revision)).map((of) => files.find(run, of)));
      return found.filter((manifest) => manifest !== null);
    },

    async remove(run, revision) {
      for (const of of await copiesOf(run, revision)) await emptyBesideManifest(layout.sealed(root, run, of));
    },
  };
  async function copiesOf(run: RunId, revision: number): Promise<SealedName[]> {
    const names = (await entriesOf(layout.deliveries(root, run))).map(({ name }) => sealedOf(name));
    return names.filter((of) => of !== null).filter((of) => of.revision === revision);
  }
  return files;
}

async function emptyBesideManifest(folder: string): Promise<void> {
  try {
    const names = (await namesOf(folder)).filter((name) => name !== 'manifest.json');
    for (const name of names) await rm(join(folder, name), { force: true });
    await syncFolder(folder);
  } catch (error) {
    throw fileSystemError(folder, error);
  }
}
