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
import { csvOf, runDefinition } from './support/run-definition.ts';
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

  const intervals = ruleTables.flatMap(([id, { definition, interval }]) => {
    const days = definition.schedule?.kind === 'daily' ? ['2013-07-22', '2013-07-23', '2013-07-24'] : [];
    const past = days.map((day) => dayOf(day, interval.from.timeZoneId));
    return [interval, ...past].map((of) => [id, of.id, definition, of] as const);
  });

  it('no export of the sample day is empty', async () => {
    const empty = [];
    for (const [id, { definition, interval }] of ruleTables) {
      const { chunks } = await runDefinition(definition, sample, interval);
      if (chunks.length === 0) empty.push(id);
    }
    expect(empty).toEqual([]);
  });

  it.each(intervals)('%s of %s is the same file', async (id, day, definition, interval) => {
    const [left, right] = await Promise.all(
      [sample, mariadb].map((source) => runDefinition(definition, source, interval)),
    );
    if (left === undefined || right === undefined) throw new Error('two sources give two results');
    const path = join(dir, `${id.replace('/', '.')}-${day}`);
    const [sampleBytes, mariadbBytes] = [await csvOf(left, `${path}.sample`), await csvOf(right, `${path}.mariadb`)];
    expect(sampleBytes.toString()).toBe(mariadbBytes.toString());
  });
});
