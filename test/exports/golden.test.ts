import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSample } from '../../src/embedded/sample/create-sample.ts';
import { loadSampleIntoMysql } from '../../src/embedded/sample/load-sample.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { buildArtifact } from '../../src/lib/exports/making/build-artifact.ts';
import { loadRegistry } from '../../src/lib/exports/loading/load-registry.ts';
import { renderFileName } from '../../src/lib/formats/file-name.ts';
import { openSource } from '../../src/lib/sources/open-source.ts';
import type { RowSource } from '../../src/lib/sources/row-source.ts';
import { scopeOfExport } from './support/asked-runs.ts';
import { takeCompanyNames } from './support/company-databases.ts';
import { displayedCells } from './support/displayed-cells.ts';

// After a change that is meant, `npx vitest run test/exports/golden.test.ts -u` writes the files anew: read their diff.

const SIZE = { fiches: 600 };
const definitions = [...(await loadRegistry(null)).values()];
const golden = fileURLToPath(new URL('golden', import.meta.url));

interface Holding {
  readonly source: RowSource;
  close(): Promise<void>;
}

async function onSqlite(dir: string): Promise<Holding> {
  await createSample(join(dir, 'sample'), SIZE);
  return { source: openSource('sample', `sqlite:${join(dir, 'sample')}`), close: () => Promise.resolve() };
}

async function onMariadb(): Promise<Holding> {
  const url = inject('mariadbUrl');
  const { close } = await takeCompanyNames(url);
  await loadSampleIntoMysql(url, SIZE);
  return { source: openSource('mariadb', `${url}/canal`), close };
}

describe.each([
  ['the sample', onSqlite],
  ['MariaDB', onMariadb],
] as const)('from %s', (_server, hold) => {
  let dir: string;
  let holding: Holding;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bordereau-golden-'));
    holding = await hold(dir);
  }, 300_000);
  afterAll(async () => {
    await holding.close();
    await rm(dir, { recursive: true });
  });

  it.each(definitions.map((definition) => [definition.id, definition] as const))(
    '%s is the file we know',
    async (_id, definition) => {
      const scope = scopeOfExport(definition);
      const name = renderFileName(definition.export.fileName, { ...scope, interval: scope.intervalId });
      const path = join(dir, name);
      const { signal } = new AbortController();
      const { format } = await buildArtifact({
        definition,
        scope,
        source: holding.source,
        path,
        signal,
        clock: systemClock,
      });
      const isWorkbook = format.kind === 'xlsx' || format.kind === 'xls';
      const bytes = await readFile(path);
      const known = join(golden, definition.operationId, isWorkbook ? `${name}.txt` : name);
      await expect(isWorkbook ? displayedCells(bytes) : bytes.toString()).toMatchFileSnapshot(known);
    },
  );
});
