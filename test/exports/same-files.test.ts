import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSample } from '../../src/embedded/sample/create-sample.ts';
import { loadSampleIntoMysql } from '../../src/embedded/sample/load-sample.ts';
import { openSource } from '../../src/lib/sources/open-source.ts';
import type { RowSource } from '../../src/lib/sources/row-source.ts';
import { ruleTables } from './rule-tables.ts';
import { takeCompanyNames } from './support/company-databases.ts';
import { type About, csvOf, runDefinition } from './support/run-definition.ts';
import { dayOf } from './support/rules.ts';

const SIZE = { fiches: 12_000 };

describe('on MariaDB and on the sample', () => {
  let dir: string;
  let sample: RowSource;
  let mariadb: RowSource;
  let close: () => Promise<void>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bordereau-same-'));
    const url = inject('mariadbUrl');
    ({ close } = await takeCompanyNames(url));
    await Promise.all([createSample(join(dir, 'sample'), SIZE), loadSampleIntoMysql(url, SIZE)]);
    sample = openSource('sample', `sqlite:${join(dir, 'sample')}`);
    mariadb = openSource('mariadb', `${url}/canal`);
  }, 300_000);
  afterAll(async () => {
    await close();
    await rm(dir, { recursive: true });
  });

  const files = ruleTables.flatMap(([id, { definition, sheet, about }]) => {
    const days = definition.schedule?.kind === 'daily' ? ['2013-07-22', '2013-07-23', '2013-07-24'] : [];
    const past = 'params' in about ? [] : days.map((day) => dayOf(day, about.from.timeZoneId));
    return [about, ...past].map((of) => [id, nameOf(of), definition, of, sheet] as const);
  });

  it('no export of the sample day is empty', async () => {
    const empty = [];
    for (const [id, { definition, about, sheet }] of ruleTables) {
      const { chunks } = await runDefinition(definition, sample, about, sheet);
      if (chunks.length === 0) empty.push(id);
    }
    expect(empty).toEqual([]);
  });

  it.each(files)('%s of %s is the same file', async (id, of, definition, about, sheet) => {
    const [left, right] = await Promise.all(
      [sample, mariadb].map((source) => runDefinition(definition, source, about, sheet)),
    );
    if (left === undefined || right === undefined) throw new Error('two sources give two results');
    const path = join(dir, `${id.replaceAll('/', '.')}-${of}`);
    const [sampleBytes, mariadbBytes] = [await csvOf(left, `${path}.sample`), await csvOf(right, `${path}.mariadb`)];
    expect(sampleBytes.toString()).toBe(mariadbBytes.toString());
  });
});

function nameOf(about: About): string {
  return 'params' in about ? Object.values(about.params).join() : about.id;
}
