import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { fileSystemError } from '../errors/file-system.ts';
import type { Archive } from './archive.ts';
import { compareFile } from './compare-file.ts';
import { readDocument } from './documents.ts';
import { makeFolder, syncFolder, writeNew } from './durable.ts';
import { namesOf } from './entries.ts';
import { type ExportFacts, readExportFacts } from './export-facts.ts';
import { openFolderWorkspace } from './folder-workspace.ts';
import { appendLine, createLine, readLines } from './json-lines.ts';
import { isLeftover, layout, ledgerOf, runOfMarker } from './layout.ts';
import { manifestSchema } from './manifest.ts';
import { deliveryEventSchema } from './receipt.ts';
import { runEventSchema } from './run-event.ts';
import { type RunId, isRunId } from './run-id.ts';
import { foldRun, isOpen } from './run-state.ts';
import { sealedFilesIn } from './sealed-files.ts';

/** An archive in a folder of a local or mounted file system. */
export function openFolderArchive(folder: string): Archive {
  const root = resolve(folder);
  let known = false;
  /** Begins an archive, once; one that was there and is gone (not mounted, moved) is not begun anew in its place. */
  const begin = async (): Promise<void> => {
    try {
      if (known) await access(layout.openRuns(root));
      else await makeFolder(layout.openRuns(root));
      known = true;
    } catch (error) {
      throw fileSystemError(root, error);
    }
  };
  const archive: Archive = {
    root,
    history: (run) => readLines(layout.record(root, run), runEventSchema),
    status: async (run) => foldRun(await archive.history(run)),

    async record(run, event) {
      await begin();
      await mark(root, run);
      await appendLine(layout.record(root, run), { v: 1, ...event });
      await unmarkEnded(run);
    },

    async recordFirst(run, event) {
      await begin();
      await mark(root, run);
      const first = await createLine(layout.record(root, run), { v: 1, ...event });
      await unmarkEnded(run);
      return first;
    },

    async workspace(run, revision, token) {
      await begin();
      return await openFolderWorkspace(
        layout.workspace(root, run, revision, token),
        layout.revision(root, run, revision),
      );
    },

    manifest: (run, revision) => readDocument(layout.manifest(root, run, revision), manifestSchema),

    artifactPath: (run, manifest) => join(layout.revision(root, run, manifest.revision), manifest.file.name),

    async removeArtifact(run, manifest) {
      const path = archive.artifactPath(run, manifest);
      const { kind } = await compareFile(path, manifest);
      if (kind !== 'same') return kind === 'missing' ? 'gone' : 'not ours';
      await archive.sealed.remove(run, manifest.revision);
      try {
        await rm(path, { force: true });
        await syncFolder(dirname(path));
      } catch (error) {
        throw fileSystemError(path, error);
      }
      return 'removed';
    },

    sealed: sealedFilesIn(root),

    deliveries: (run, revision, target) => readLines(layout.delivery(root, run, revision, target), deliveryEventSchema),
    async ledgers(run) {
      const names = (await namesOf(layout.deliveries(root, run))).map(ledgerOf);
      return names.filter((name) => name !== null);
    },
    async recordDelivery(run, revision, target, event) {
      await begin();
      await appendLine(layout.delivery(root, run, revision, target), { v: 1, ...event });
    },

    async runsOf(exportId) {
      const entries = await namesOf(join(root, ...exportId.split('/')));
      return entries
        .filter((entry) => entry !== 'export.json')
        .map((entry) => `${exportId}/${entry}`)
        .filter(isRunId)
        .sort();
    },

    async recordedExports() {
      const found: string[] = [];
      for (const operation of await namesOf(root)) {
        if (operation.startsWith('.')) continue;
        for (const name of await namesOf(join(root, operation))) found.push(`${operation}/${name}`);
      }
      return found.sort();
    },

    async openRuns() {
      const runs = (await namesOf(layout.openRuns(root))).map(runOfMarker);
      return runs.filter((run) => run !== null).sort();
    },

    async firstSeen(exportId, now) {
      const facts = await readExportFacts(root, exportId);
      if (facts !== null) return Temporal.Instant.from(facts.firstSeen);
      await begin();
      await writeFacts(layout.exportFacts(root, exportId), { version: 1, firstSeen: now.toString() });
      return archive.firstSeen(exportId, now);
    },

    async removeLeftovers(before) {
      let removed = 0;
      for await (const path of leftovers(root)) {
        const { mtimeMs } = await stat(path);
        if (mtimeMs >= before.epochMilliseconds) continue;
        await rm(path, { recursive: true, force: true });
        removed++;
      }
      return removed;
    },

    async selfTest() {
      await begin();
      await selfTest(root);
    },
  };
  async function unmarkEnded(run: RunId): Promise<void> {
    const status = await archive.status(run);
    if (status !== null && !isOpen(status.state) && status.untold === null)
      await rm(layout.openRun(root, run), { force: true });
  }
  return archive;
}

/** Puts a run on the list of open runs; the entry's name says all. */
async function mark(root: string, run: RunId): Promise<void> {
  const path = layout.openRun(root, run);
  try {
    await writeFile(path, '', { flag: 'a' });
    await syncFolder(dirname(path));
  } catch (error) {
    throw fileSystemError(path, error);
  }
}

/** Writes a document whole or not at all. */
async function writeFacts(path: string, document: ExportFacts): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await makeFolder(folder);
    await writeNew(temporary, `${JSON.stringify(document)}\n`);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    throw fileSystemError(path, error);
  }
}

async function* leftovers(root: string): AsyncGenerator<string> {
  for (const operation of await namesOf(root)) {
    for (const name of await namesOf(join(root, operation))) {
      for (const interval of await namesOf(join(root, operation, name))) {
        const folder = join(root, operation, name, interval);
        const left = (await namesOf(folder)).filter(isLeftover);
        yield* left.map((entry) => join(folder, entry));
      }
    }
  }
}

async function selfTest(root: string): Promise<void> {
  const from = join(root, `.self-test-${randomUUID()}`);
  const to = `${from}.renamed`;
  try {
    await mkdir(from);
    await writeNew(join(from, 'file'), 'ok\n');
    await syncFolder(from);
    await rename(from, to);
    await syncFolder(root);
    await unlink(join(to, 'file'));
  } catch (error) {
    throw fileSystemError(root, error);
  } finally {
    await Promise.allSettled([from, to].map((path) => rm(path, { recursive: true, force: true })));
  }
}
